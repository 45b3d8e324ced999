"""Duties whose own sentence names only groups, outside any statement."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.checks.no_owner import uncovered
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row
from kg.analysis.words import GENERIC, named_departments

CHECK = describe(
    "generic-actor",
    "ownership",
    "info",
    name=("任务只交给统称", "a duty given to a group only"),
    question=(
        "哪些要求只交给“各部门、各乡镇”?",
        "which demands are made of “all departments” only?",
    ),
    why=(
        "任务不在责任分工之内,句中只有“各乡镇、各部门”一类统称。",
        "No statement covers the duty; its sentence names only groups such as “all departments”.",
    ),
    message=("“{focus}”只交给“{group}”,没有点名单位", "“{focus}” is given to “{group}” only"),
    remedy=("点名牵头单位", "Name a lead body"),
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties that only groups have."""
    for duty in uncovered(facts):
        if facts.actors.get(duty.iri) or any(named_departments(duty.text)):
            continue
        groups = dict.fromkeys(match.group() for match in GENERIC.finditer(duty.text))
        if groups:
            yield Row(duty.iri, "", (duty.evidence,), {"group": "\x1f".join(groups)})
