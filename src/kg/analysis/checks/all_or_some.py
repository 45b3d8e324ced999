"""Duties for every township whose statement gives them to some townships only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "all-or-some",
    "ownership",
    "warning",
    name=("任务写“各”、责任分工写“相关”", "all in the duty, some in the statement"),
    question=(
        "哪些任务要求全体去做,责任分工只列相关的?",
        "which duties bind all while their statement lists some?",
    ),
    why=(
        "任务的句子要求各乡镇(街道)都做,责任分工只列“相关”的,不在“相关”之内的可以不做。",
        "The duty binds every township and the statement only the “relevant” ones; others may think they are not meant.",
    ),
    message=(
        "任务写“{all}”,责任分工写“{some}”",
        "the duty says “{all}” (all), its statement “{some}” (the relevant ones)",
    ),
    remedy=("两处统一", "Use the same group in both"),
)
_PLACES = r"(?:乡镇|街道|县市区|市县|区县|县区|镇街|园区)"
_ALL = re.compile(rf"各{_PLACES}(?:[((]?(?:、)?{_PLACES}[))]?)?")
_SOME = re.compile(rf"(?:相关|有关){_PLACES}(?:、{_PLACES})?")


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties whose group is wider than that of their statement."""
    for duty in facts.duties.values():
        whole = _ALL.search(duty.text)
        for statement in facts.formal.get(duty.iri, ()) if whole else ():
            some = _SOME.search(statement.quote)
            if whole and some and not _ALL.search(statement.quote):
                evidence = (facts.shows(duty, *whole.span()), statement.evidence)
                values = {"all": whole.group(), "some": some.group()}
                yield Row(duty.iri, statement.iri, evidence, values)
