"""What is due, by one definition, and the one-page report."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis import due_dates, findings, make_report, report
from kg.analysis.model import SEVERITIES
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


def test_holders_and_domains_come_with_the_dates(changji_store: Store) -> None:
    body = "https://w3id.org/responsibility/id/body/652301-xiaofangjiuyuandadui"
    dates = due_dates(changji_store, as_of=date(2021, 1, 1), body=body)
    assert dates
    assert all(body in each.holders for each in dates)
    assert any(each.holders[body] == "lead" and len(each.holders) > 5 for each in dates)


def test_report_fits_on_one_page_in_both_languages(changji_store: Store) -> None:
    day = date(2021, 6, 1)
    chinese, english = report(changji_store, as_of=day), report(changji_store, lang="en", as_of=day)
    for text, words in (
        (chinese, ("设21个领域", "145项任务", "（截至2021年6月1日）", "39项任务没有牵头单位")),
        (english, ("145 duties in 21 domains", "as of 1 June 2021", "Without a lead: 39 duties")),
    ):
        assert [word for word in words if word not in text] == []
        # A4 at 11 points holds some 45 lines of 45 Chinese characters.
        wide = [sum(2 if ord(c) > 255 else 1 for c in line) for line in text.splitlines()]
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
    assert "2022年12月30日　实施基础消防设施提升工程（牵头：昌吉市消防救援大队）" in report(
        changji_store, as_of=date(2021, 6, 1)
    )


def test_report_after_the_period_says_that_it_is_over(changji_store: Store) -> None:
    day = date(2026, 1, 1)
    assert "实施期限已经届满。已过时限" in report(changji_store, as_of=day)
    assert "The period of the plan is over." in report(changji_store, lang="en", as_of=day)


def test_report_needs_a_known_plan(changji_store: Store) -> None:
    with pytest.raises(QueryError, match="there is no such document"):
        report(changji_store, "https://example.org/none")
