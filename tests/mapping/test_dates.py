"""ISO values become first and last days; nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from kg.mapping.dates import first_day, interval, last_day, period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-06-30", date(2020, 6, 30), date(2020, 6, 30)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2020-06-30T16:34:30", date(2020, 6, 30), date(2020, 6, 30)),
        ("2020-13", None, None),
        ("2020-02-30", None, None),
        ("P3Y", None, None),
        (None, None, None),
        ("", None, None),
    ],
)
def test_days_months_and_years(text: str | None, first: date | None, last: date | None) -> None:
    assert first_day(text) == first
    assert last_day(text) == last


@pytest.mark.parametrize(
    ("value", "days", "recurrence"),
    [
        ("2022-12-31", (None, date(2022, 12, 31)), None),
        ("2020-06/2020-12", (date(2020, 6, 1), date(2020, 12, 31)), None),
        ("R/P1Y", (None, None), "P1Y"),
        ("R/2020-01-05/P1M", (None, None), "P1M"),
        ("P3Y", (None, None), None),
        (None, (None, None), None),
    ],
)
def test_values_of_deadlines(
    value: str | None, days: tuple[date | None, date | None], recurrence: str | None
) -> None:
    assert interval(value) == days
    assert period(value) == recurrence
