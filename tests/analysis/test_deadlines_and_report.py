"""What is due, by one definition, and the one-page report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kg.analysis import due_dates, findings, make_report, report
from kg.analysis.deadlines import is_overdue, overdue_pattern, what_is_due
from kg.analysis.model import SEVERITIES
from kg.analysis.rows import ask, text
from kg.errors import QueryError
from kg.store import Store
from tests.analysis.cases import store_of
from tests.analysis.test_checks import PLAN


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2021, 7, 1), "overdue"),
        (date(2021, 6, 30), "due-soon"),
        (date(2021, 4, 1), "due-soon"),
        (date(2021, 3, 31), "due-later"),
    ],
)
def test_a_date_is_overdue_the_day_after(day: date, state: str) -> None:
    with store_of([PLAN]) as store:
        dates = [each for each in due_dates(store, as_of=day) if "消防站" in each.text]
    assert [(each.due, each.state) for each in dates] == [(date(2021, 6, 30), state)]


def test_check_and_list_agree_on_what_is_overdue(changji_store: Store) -> None:
    day = date(2022, 6, 1)
    overdue = {each.iri for each in due_dates(changji_store, as_of=day) if each.state == "overdue"}
    assert {finding.focus for finding in findings(changji_store, ["overdue"], day)} == overdue
    assert len(overdue) > 4


@pytest.mark.parametrize("day", [date(2020, 5, 31), date(2022, 12, 30), date(2022, 12, 31)])
def test_overdue_means_the_same_in_the_query_the_pattern_and_the_program(
    changji_store: Store, day: date
) -> None:
    for as_of in (day, day + timedelta(days=1)):
        dates = due_dates(changji_store, as_of=as_of, holders=False)
        by_query = {each.iri for each in dates if each.state == "overdue"}
        pattern = overdue_pattern(f'"{as_of}"^^xsd:date')
        rows = ask(changji_store, f"?this a rg:Deadline . {pattern}", "?this")
        assert by_query == {text(row["this"]) for row in rows}
        assert by_query == {each.iri for each in dates if is_overdue(each.due, as_of)}


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("每年开展一次", "建立健全应急处置力量：集中训练"),
        ("2022年12月30日前", "实施基础消防设施提升工程：争取完成三个集贸市场的提升改造"),
        ("2020年6月至12月", "排查整治"),
    ],
)
def test_what_is_due_is_what_stands_beside_the_date(
    changji_store: Store, words: str, due: str
) -> None:
    dates = due_dates(changji_store, as_of=date(2021, 1, 1), holders=False)
    assert due in {what_is_due(each) for each in dates if each.words == words}


def test_holders_and_domains_come_with_the_dates(changji_store: Store) -> None:
    body = "https://w3id.org/responsibility/id/body/652301-xiaofangjiuyuandadui"
    dates = due_dates(changji_store, as_of=date(2021, 1, 1), body=body)
    assert dates
    assert all(body in each.holders for each in dates)
    assert any(each.holders[body] == "lead" and len(each.holders) > 5 for each in dates)


def test_report_fits_on_one_page_in_both_languages(changji_store: Store) -> None:
    day = date(2021, 6, 1)
    chinese, english = report(changji_store, as_of=day), report(changji_store, lang="en", as_of=day)
    for page, words in (
        (chinese, ("设21个领域", "145项任务", "（截至2021年6月1日）", "39项任务没有牵头单位")),
        (english, ("145 duties in 21 domains", "as of 1 June 2021", "Without a lead: 39 duties")),
    ):
        assert [word for word in words if word not in page] == []
        # A4 at 11 points holds some 45 lines of 45 Chinese characters.
        wide = [sum(2 if ord(c) > 255 else 1 for c in line) for line in page.splitlines()]
        assert 20 < sum(max(1, -(-width // 90)) for width in wide) <= 45


def test_report_counts_as_a_reader_of_the_text_does(changji_store: Store) -> None:
    made = make_report(changji_store, as_of=date(2021, 6, 1))
    assert made.figure("leads") == 18
    # Duties without a lead: 6 each in the two topics of lines 13 and 14, and 27 others.
    assert made.figure("unled") == 39
    assert made.share("unled") == "27%"
    assert made.busiest[0][0].zh == "昌吉市商务和工业信息化局"
    assert made.busiest[0][1] == 17
    severities = [gap.check.severity for gap in made.gaps]
    assert severities == sorted(severities, key=SEVERITIES.index)
    assert made.gaps[0].check.group == "ownership"


def test_report_tells_each_deadline_once_with_its_lead(changji_store: Store) -> None:
    made = make_report(changji_store, as_of=date(2021, 6, 1))
    listed = (*made.overdue, *made.upcoming, *made.recurring)
    assert len({each.iri for each in listed}) == len(listed)
    station = next(each for each in listed if each.due == date(2022, 12, 30))
    assert made.leads(station, "zh") == ["昌吉市消防救援大队"]
    assert (
        "2022年12月30日　实施基础消防设施提升工程：争取完成三个集贸市场的提升改造（牵头：昌吉市消防救援大队）"
        in report(changji_store, as_of=date(2022, 6, 1))
    )


def test_report_after_the_period_says_that_it_is_over(changji_store: Store) -> None:
    day = date(2026, 1, 1)
    assert "实施期限已经届满。已过时限" in report(changji_store, as_of=day)
    assert "The period of the plan is over." in report(changji_store, lang="en", as_of=day)


def test_report_needs_a_known_plan(changji_store: Store) -> None:
    with pytest.raises(QueryError, match="there is no such document"):
        report(changji_store, "https://example.org/none")
