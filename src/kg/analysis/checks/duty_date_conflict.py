"""The same duty in two plans of one place, with different dates."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.checks.duty_lead_conflict import same_duties
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "duty-date-conflict",
    "documents",
    "warning",
    name=("同一任务在不同文件时限不同", "same duty with different dates"),
    question=(
        "哪些任务在不同文件中时限不同?",
        "which duties have different dates in different plans?",
    ),
    why=(
        "同一地方的两份文件对同一任务写了不同的时限。",
        "Two plans of one place give the same duty different dates.",
    ),
    message=(
        "“{focus}”的时限为{due},另一文件为{other}",
        "“{focus}” is due on {due}, and in another plan on {other}",
    ),
    remedy=("统一时限", "Settle on one date"),
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties whose dates have none in common."""
    days: dict[str, set[str]] = {}
    for time in facts.times:
        if time.due:
            for holder in time.holders:
                days.setdefault(holder, set()).add(str(time.due))
    for one, other in same_duties(facts):
        first, second = days.get(one.iri, set()), days.get(other.iri, set())
        if first and second and not first & second:
            values = {"due": "\x1f".join(sorted(first)), "other": "\x1f".join(sorted(second))}
            yield Row(one.iri, other.iri, (one.evidence, other.evidence), values)
