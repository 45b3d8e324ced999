"""Bodies that a duty's own sentence names and its responsibility statement does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts, Holder
from kg.analysis.model import Row
from kg.analysis.words import named_departments

CHECK = describe(
    "actor-outside-statement",
    "ownership",
    "warning",
    name=("任务点名的单位不在责任分工之内", "a body of the sentence is missing from the statement"),
    question=(
        "哪些单位在任务里点了名,责任分工却没有列?",
        "which bodies does a duty name that its statement leaves out?",
    ),
    why=(
        "任务的句子点名某单位去做,责任分工却没有列它。",
        "The sentence of the duty names a body as acting, and the statement leaves it out.",
    ),
    message=(
        "“{duty}”点名{actor},责任分工没有列它",
        "“{duty}” names {actor}, which its responsibility statement leaves out",
    ),
    remedy=("把该单位列入责任分工", "Add the body to the statement"),
)
_COUNTERPART = re.compile(r"(?:与|同|向|报|移交)$")


def run(facts: Facts) -> Iterator[Row]:
    """Yield bodies and departments that a statement leaves out, once per duty."""
    for duty in facts.duties.values():
        statements = facts.covering.get(duty.iri, ())
        holders = [each for one in statements for each in facts.held.get(one.iri, ())]
        if not statements or any(_is_about(duty, each.evidence) for each in statements):
            continue
        yield from _left_out(facts, duty, holders)


def _is_about(duty: Duty, evidence: str) -> bool:
    return evidence == duty.evidence


def _left_out(facts: Facts, duty: Duty, holders: list[Holder]) -> Iterator[Row]:
    present = {each.agent for each in holders}
    types = {key for agent in present for key in facts.types.get(agent, ())}
    seen: set[str] = set()
    for actor in facts.actors.get(duty.iri, ()):
        kinds = facts.types.get(actor, frozenset())
        if actor not in present and not kinds & types and not _is_counterpart(facts, duty, actor):
            seen.update(kinds)
            yield _row(duty, f"<{actor}>", actor)
    for named in named_departments(duty.text):
        if _COUNTERPART.search(duty.text[: named.start]):
            continue
        if not named.types & types and not named.types & seen:
            seen.update(named.types)
            yield _row(duty, f"“{named.stem}”部门", named.stem)


def _is_counterpart(facts: Facts, duty: Duty, actor: str) -> bool:
    """Whether the sentence only reports to a body or works with it, as in 报市安委会办公室审核."""
    ends = [duty.text.find(name) for name in facts.names.get(actor, ())]
    return any(at > 0 and _COUNTERPART.search(duty.text[:at]) for at in ends)


def _row(duty: Duty, shown: str, value: str) -> Row:
    return Row(duty.iri, value, (duty.evidence,), {"duty": f"<{duty.iri}>", "actor": shown})
