"""Times as documents write them, their ISO values, and dates that are none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.extraction import RULES
from kg.extraction.deadlines import Clock, find_times
from tests.extraction.facets import read_facets

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "deadlines.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:30])
def test_the_time_is_read(case: dict[str, Any]) -> None:
    assert read_facets(f"一、任务\n{case['text']}\n")["deadlines"] == case["expect"]


@pytest.mark.parametrize(
    ("clock", "value"),
    [
        (Clock(published=date(2022, 11, 1)), "2023-03-10"),
        (Clock(published=date(2022, 1, 1)), "2022-03-10"),
        (Clock(published=date(2018, 4, 1), title_year=2018), "2018-03-10"),
        (Clock(), None),
    ],
)
def test_a_month_without_a_year_is_one_to_come(clock: Clock, value: str | None) -> None:
    assert [time.value for time in find_times("3月10日前报送总结", clock, RULES)] == [value]
