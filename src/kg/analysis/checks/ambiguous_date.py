"""Dates that can be read in two ways: 六月前."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "ambiguous-date",
    "time",
    "info",
    name=("日期有歧义", "a date with two readings"),
    question=("哪些日期可以有两种读法?", "which dates can be read in two ways?"),
    why=(
        "“某月前”“某年前”不知是否包括当月、当年。",
        "“Before June” may or may not include June.",
    ),
    message=(
        "“{words}”不知是否包括当月(年)",
        "“{words}” may or may not include that month or year",
    ),
    remedy=("写明某月某日", "Give the day"),
)
_BEFORE = re.compile(r"\d[年月]前$")


def run(facts: Facts) -> Iterator[Row]:
    """Yield dates of duties and phases that may or may not include their month or year."""
    for time in facts.times:
        if _BEFORE.search(time.words):
            yield Row(time.iri, evidence=(time.evidence,), values={"words": time.words})
