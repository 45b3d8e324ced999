"""Plans of other places and bodies, written by a grammar with their own truth, are read right."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.documents.read import read_bytes
from kg.extraction import extract
from kg.model import Extraction
from tests.extraction.grammar import Plan, write_plan

FLOOR = 0.98


def _agreement(wanted: Counter[object], found: Counter[object]) -> float:
    total = sum(wanted.values()) + sum(found.values())
    return 2 * sum((wanted & found).values()) / total if total else 1.0


def _wanted_agents(plan: Plan) -> Counter[object]:
    agents: Counter[object] = Counter()
    for number, statement in enumerate(plan.statements):
        agents.update((number, "lead", name) for name in statement["lead"])
        other = "cooperate" if statement["lead"] else "shared"
        agents.update((number, other, name) for name in statement["rest"])
    return agents


def _found_agents(extraction: Extraction) -> Counter[object]:
    return Counter(
        (number, agent.role, agent.body.canonical)
        for number, statement in enumerate(extraction.statements)
        for agent in statement.agents
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_written_plan_is_read_as_it_was_meant(seed: int) -> None:
    plan = write_plan(seed)
    extraction = extract(read_bytes("plan.txt", plan.text.encode()))
    duties = Counter[object](o.span.text for o in extraction.obligations if o.ordinal)
    dates = Counter[object]((d.span.text, d.value) for d in extraction.deadlines if d.type == "by")
    groups = Counter[object](g.text for s in extraction.statements for g in s.groups)
    levels = {a.body.level for s in extraction.statements for a in s.agents}
    assert _agreement(Counter(plan.duties), duties) >= FLOOR
    assert _agreement(Counter(plan.deadlines), dates) >= FLOOR
    assert _agreement(_wanted_agents(plan), _found_agents(extraction)) >= FLOOR
    assert groups == Counter(g for s in plan.statements for g in s["generic"])
    assert levels == {plan.statements[0]["level"]}


def test_each_statement_covers_the_items_before_it() -> None:
    plan = write_plan(99)
    extraction = extract(read_bytes("plan.txt", plan.text.encode()))
    ends = [statement["duties"] for statement in plan.statements]
    wanted = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    assert [len(s.obligations) for s in extraction.statements] == wanted
