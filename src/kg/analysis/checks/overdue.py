"""Deadlines that have passed at the given day, by the one definition of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.deadlines import due_dates
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "overdue",
    "time",
    "warning",
    name=("已到期", "overdue"),
    question=("哪些时限已经过去?", "which deadlines have passed?"),
    why=(
        "完成日期在给定日期之前;图中没有完成情况,须核实。",
        "The date lies before the given day; whether the duty was done is not recorded.",
    ),
    message=(
        "“{words}”({due})在{day}已过:{about}",
        "“{words}” ({due}) has passed on {day}: {about}",
    ),
    remedy=("核实完成情况", "Check whether it was done"),
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield what is overdue."""
    for each in due_dates(facts.store, as_of=facts.as_of, holders=False):
        if each.state == "overdue":
            values = {
                "words": each.words,
                "due": str(each.due),
                "day": str(facts.as_of),
                "about": f"<{each.about}>",
            }
            yield Row(each.iri, evidence=(each.evidence,), values=values)
