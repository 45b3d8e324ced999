"""Bodies that a duty's own sentence tells to act and its responsibility statement leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, clauses, name_of
from kg.analysis.facts import Duty, Facts
from kg.analysis.labels import quote
from kg.analysis.model import Row
from kg.analysis.words import is_counterpart, named_departments

CHECK = describe(
    "actor-outside-statement",
    "ownership",
    "warning",
    name=("任务点名的单位不在责任分工之内", "a body told to act and missing from the statement"),
    question=(
        "哪些单位在任务里点了名,责任分工却没有列?",
        "which bodies does a duty name that its statement leaves out?",
    ),
    why=(
        "任务的句子点名某单位去做,责任分工却没有列它。",
        "The sentence of the duty tells a body to act, and the statement of responsibility leaves it out.",
    ),
    message=(
        "“{duty}”点名{actor},责任分工没有列",
        "“{duty}” calls on {actor_en}, which the statement of responsibility leaves out",
    ),
    remedy=("把该单位列入责任分工", "Add the body to the statement"),
)
# Before a name: nothing, others in the list, or a verb that sets the body to work.
_ACTING = re.compile(
    r"(?:^|[、和及]|由|安排|联合|会同|责成|督促|^[^,。;]{0,8}(?:市|县|区|州|省|各级))$"
)
_NOT_ACTING = re.compile(
    r"^(?:[^,。;]{0,4}的|[^,。;]{0,3}建设|作用|职能|要?发挥|[^,。;]*?部门(?:执法|之?间|数据|工作))"
)
# Readings that took a verb or a preposition into a name.
_NO_NAME = re.compile(
    r"^(?:在|建立|强化|发挥|对|调整|组成|依托|成立|推动|组建|充分|加强|完善|参加|人民政府$|党委$)"
)
_ANYBODY = frozenset(("政府", "市政府", "职能", "组织", "综合执法", "执法", "监管"))


def run(facts: Facts) -> Iterator[Row]:
    """Yield the clauses that set bodies to work whom no statement of the duty has."""
    for duty in facts.duties.values():
        statements = facts.formal.get(duty.iri, ())
        holders = {h.agent for one in statements for h in facts.held.get(one.iri, ())}
        if not statements:
            continue
        seen = {key for agent in holders for key in facts.types.get(agent, ())}
        for clause in clauses(duty.text):
            outside = {
                name: tail
                for name, tail in _outside(facts, duty, clause, holders, seen)
                if not any(name in each.quote for each in statements)
            }
            if outside:
                yield _row(facts, duty, clause, outside)


def _outside(
    facts: Facts, duty: Duty, clause: Clause, holders: set[str], seen: set[str]
) -> Iterator[tuple[str, str]]:
    """Iterate over the acting names of a clause that no statement has, each with its last word."""
    for actor in facts.actors.get(duty.iri, ()):
        kinds = facts.types.get(actor, frozenset())
        name = next((n for n in _by_length(facts, actor) if n in clause.text), None)
        if name is None or actor in holders or kinds & seen or _NO_NAME.match(name):
            continue
        if _acts(clause.text, clause.text.find(name), len(name)):
            seen.update(kinds)
            yield name, ""
    for named in named_departments(clause.text):
        stem = clause.text[named.start : named.end]
        if named.types & seen or stem in _ANYBODY:
            continue
        if _acts(clause.text, named.start, named.end - named.start):
            seen.update(named.types)
            yield stem, "部门"


def _by_length(facts: Facts, actor: str) -> list[str]:
    return sorted(facts.names.get(actor, ()), key=len, reverse=True)


def _acts(text: str, at: int, length: int) -> bool:
    """Whether a name at a place of a clause is that of one who is to act."""
    if is_counterpart(text, at) and not text[:at].endswith(("联合", "会同")):
        return False
    return bool(_ACTING.search(text[:at])) and not _NOT_ACTING.match(text[at + length :])


def _row(facts: Facts, duty: Duty, clause: Clause, outside: dict[str, str]) -> Row:
    values = {
        "duty": name_of(duty.text[clause.start : clause.end]),
        "actor": "、".join(f"{quote(name)}{tail}" for name, tail in outside.items()),
        "actor_en": ", ".join(
            f"the {quote(name)} department" if tail else quote(name)
            for name, tail in outside.items()
        ),
    }
    place = facts.shows(duty, clause.start, clause.end)
    return Row(duty.iri, "、".join(outside), (place,), values)
