"""Duties whose own sentence names only groups, outside any statement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.analysis.checks.no_owner import uncovered
from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, clauses, name_of
from kg.analysis.facts import Duty, Facts
from kg.analysis.model import Row
from kg.analysis.words import GENERIC, is_counterpart, named_departments

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
    message=("“{what}”只交给“{group}”,没有点名单位", "“{what}” is given to “{group}” only"),
    remedy=("点名牵头单位", "Name a lead body"),
)
_JOINS = frozenset("、和及与") | {"", "以及"}


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties that only groups have."""
    for duty in uncovered(facts):
        if _names_one(facts, duty):
            continue
        groups: dict[str, Clause] = {}
        for clause in clauses(duty.text):
            for words in _groups(clause.text):
                groups.setdefault(words, clause)
        if groups:
            first = next(iter(groups.values()))
            whole = [part for part in clauses(duty.text) if part.sentence == first.sentence]
            start, end = whole[0].start, whole[-1].end
            values = {"what": name_of(duty.text[start:end]), "group": "\x1f".join(groups)}
            yield Row(duty.iri, "", (facts.shows(duty, start, end),), values)


def _names_one(facts: Facts, duty: Duty) -> bool:
    """Whether a body or department is to act, not only to get a report."""
    named = [n.start for n in named_departments(duty.text)]
    names = (n for actor in facts.actors.get(duty.iri, ()) for n in facts.names.get(actor, ()))
    named += [at for name in names if (at := duty.text.find(name)) >= 0]
    return any(not is_counterpart(duty.text, at) for at in named)


def _groups(text: str) -> Iterator[str]:
    """Iterate over the groups of a clause as they stand, those in one list together."""
    found = list(GENERIC.finditer(text))
    start = 0
    for one, other in pairwise([*found, None]):
        if one is None:
            return
        if other is None or len(text[one.end() : other.start()]) > len("、街道、"):
            yield text[found[start].start() : one.end()]
            start = found.index(one) + 1
