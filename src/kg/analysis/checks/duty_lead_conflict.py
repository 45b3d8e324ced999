"""The same duty in two plans of one place, with different leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts
from kg.analysis.model import Row
from kg.analysis.rows import ask, text

CHECK = describe(
    "duty-lead-conflict",
    "documents",
    "warning",
    name=("同一任务在不同文件由不同单位牵头", "same duty with different leads"),
    question=(
        "哪些任务在不同文件中由不同单位牵头?",
        "which duties have different leads in different plans?",
    ),
    why=(
        "同一地方的两份文件对同一任务写了不同的牵头单位。",
        "Two plans of one place give the same duty to different leads.",
    ),
    message=(
        "“{focus}”由{one}牵头,另一文件写作{other}",
        "“{focus}” is led by {one}, and in another plan by {other}",
    ),
    remedy=("统一牵头单位", "Settle on one lead"),
)
_SHORTEST = 10
_DATE = re.compile(r"[12]\d{3}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末])?[前内]?,?")


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties of the same words whose leads have nobody in common."""
    for one, other in same_duties(facts):
        yield from _conflict(facts, one, other)


def same_duties(facts: Facts) -> Iterator[tuple[Duty, Duty]]:
    """Iterate over pairs of duties of two plans of one place that differ at most in their date."""
    places = {
        text(row["d"]): text(row["place"])
        for row in ask(facts.store, "?d a rg:Document ; rg:jurisdiction ?place", "?d ?place")
    }
    same: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in facts.duties.values():
        words = _DATE.sub("", duty.text.removeprefix(duty.ordinal))
        if duty.document in places and len(words) >= _SHORTEST:
            same[places[duty.document], words].append(duty)
    for duties in same.values():
        pairs = combinations(duties, 2)
        yield from ((one, other) for one, other in pairs if one.document != other.document)


def _conflict(facts: Facts, one: Duty, other: Duty) -> Iterator[Row]:
    first, second = _leads(facts, one), _leads(facts, other)
    if first and second and not first & second:
        shown = ["\x1f".join(f"<{iri}>" for iri in sorted(each)) for each in (first, second)]
        values = {"one": shown[0], "other": shown[1]}
        yield Row(one.iri, other.iri, (one.evidence, other.evidence), values)


def _leads(facts: Facts, duty: Duty) -> frozenset[str]:
    held = (h for s in facts.covering.get(duty.iri, ()) for h in facts.held.get(s.iri, ()))
    return frozenset(each.agent for each in held if each.role == "lead")
