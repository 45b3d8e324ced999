"""Departments that a duty tells to act and that only support in its statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import clauses
from kg.analysis.facts import Duty, Facts, Statement
from kg.analysis.model import Row
from kg.analysis.words import named_departments

CHECK = describe(
    "acting-not-leading",
    "ownership",
    "info",
    name=(
        "任务要某部门去做,责任分工由别的单位牵头",
        "departments told to act while another body leads",
    ),
    question=(
        "哪些任务点名要某部门去做,却由别的单位牵头?",
        "which duties tell departments to act while another body leads?",
    ),
    why=(
        "任务的句子要求某几个部门组织去做,责任分工的牵头单位是另一家,出了问题两边都可以推。",
        "The sentence tells departments to act and the statement gives the lead to another body, so each can point to the other.",
    ),
    message=(
        "“{duty}”要求部门自己组织,责任分工由{lead}牵头",
        "“{duty}” is for the departments themselves, yet {lead} leads",
    ),
    remedy=("写明谁主责、谁督促", "Say who is in charge and who supervises"),
    advice=True,
)
_ACTS = re.compile(r"^[\u4e00-\u9fff、]{2,40}部门(?:要|应|应当|须|负责|组织)")


def run(facts: Facts) -> Iterator[Row]:
    """Yield clauses whose acting departments do not lead."""
    for duty in facts.duties.values():
        for statement in facts.formal.get(duty.iri, ()):
            leads = [h.agent for h in facts.held.get(statement.iri, ()) if h.role == "lead"]
            if leads:
                yield from _acting(facts, duty, statement, leads)


def _acting(facts: Facts, duty: Duty, statement: Statement, leads: list[str]) -> Iterator[Row]:
    types = {key for lead in leads for key in facts.types.get(lead, ())}
    for clause in clauses(duty.text):
        named = list(named_departments(clause.text)) if _ACTS.match(clause.text) else []
        if named and named[0].start <= 1 and not any(each.types & types for each in named):
            evidence = (facts.shows(duty, clause.start, clause.end), statement.evidence)
            values = {"duty": clause.text, "lead": "\x1f".join(f"<{lead}>" for lead in leads)}
            yield Row(duty.iri, clause.text, evidence, values)
