"""What is due, by one definition, and the one-page report."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis import due_dates, findings, make_report, report
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
        (chinese, ("领域 21", "任务 145", "截至 2021-06-01")),
        (english, ("domains: 21", "duties: 145")),
    ):
        assert all(word in text for word in words)
        assert 20 < len(text.splitlines()) < 50
    made = make_report(changji_store, as_of=day)
    assert made.figure("leads") == 18
    assert [gap.check.severity for gap in made.gaps] == sorted(
        (gap.check.severity for gap in made.gaps), key=("violation", "warning", "info").index
    )


def test_report_needs_a_known_plan(changji_store: Store) -> None:
    with pytest.raises(QueryError, match="there is no such document"):
        report(changji_store, "https://example.org/none")
