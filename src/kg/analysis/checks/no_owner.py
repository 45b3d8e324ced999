"""Duties for which nobody is named, neither in a statement nor in their own sentence."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts
from kg.analysis.model import Row
from kg.analysis.words import GENERIC, named_departments

CHECK = describe(
    "no-owner",
    "ownership",
    "warning",
    name=("任务没有责任主体", "nobody is named for a duty"),
    question=("哪些任务没有写由谁负责?", "for which duties is nobody named?"),
    why=(
        "任务不在任何责任分工之内,句中也没有写由谁做。",
        "No statement covers the duty and its own sentence names nobody.",
    ),
    message=("“{focus}”没有写由谁负责", "Nobody is named for “{focus}”"),
    remedy=("指定责任单位", "Name who must do it"),
)
_BINDING = frozenset(("DomainSection", "Topic", "Phase", "Requirement"))


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties without anybody."""
    for duty in uncovered(facts):
        if not (names_somebody(facts, duty) or _goes_on(facts, duty)):
            yield Row(duty.iri, evidence=(duty.evidence,))


def _goes_on(facts: Facts, duty: Duty) -> bool:
    """Whether a sentence without subject goes on about whom the one before it on its line names."""
    if not duty.text.startswith(("要", "并")):
        return False
    before = [
        each
        for each in facts.by_section.get(duty.section, ())
        if each.place.line == duty.place.line and each.place.start < duty.place.start
    ]
    return bool(before) and names_somebody(facts, before[-1])


def uncovered(facts: Facts) -> Iterator[Duty]:
    """Iterate over the duties that no statement covers; aims and introductions do not count."""
    for duty in facts.duties.values():
        section = facts.sections.get(duty.section)
        if section and section.kinds & _BINDING and duty.iri not in facts.covering:
            yield duty


def names_somebody(facts: Facts, duty: Duty) -> bool:
    """Whether the sentence of a duty names a body, a department or a group of them."""
    named = facts.actors.get(duty.iri) or any(named_departments(duty.text))
    return bool(named or GENERIC.search(duty.text))
