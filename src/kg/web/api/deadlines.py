"""Deadlines: times by, in or at which something must be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kg.analysis.deadlines import is_overdue, overdue_pattern
from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.reader import Entity
from kg.web.api.schemas import Agent, Deadline

LISTING = Listing(
    pattern="?this a rg:Deadline .",
    filters={
        "q": "?this rg:deadlineText ?text . FILTER(CONTAINS(STR(?text), ?q))",
        "type": "?this rg:deadlineType ?type .",
        "document": "?this rg:inDocument ?document .",
        "department": "?by rg:agent ?department ; rg:obligation/rg:hasDeadline ?this .",
        "domain": "?duty rg:hasDeadline ?this ; rg:inDomain ?domain .",
        "obligation": "?obligation rg:hasDeadline ?this .",
        "before": "?this rg:dueDate ?due1 . FILTER(?due1 <= ?before)",
        "after": "?this rg:dueDate ?due2 . FILTER(?due2 >= ?after)",
        "overdue_on": overdue_pattern("?overdue_on"),
    },
    switches={
        "dated": (
            "FILTER EXISTS { ?this rg:dueDate ?dated }",
            "FILTER NOT EXISTS { ?this rg:dueDate ?dated }",
        )
    },
    orders={
        "due": "?this rg:dueDate ?key .",
        "start": "?this rg:startDate ?key .",
        "type": "?this rg:deadlineType ?key .",
    },
)


def build_deadlines(builder: Builder, iris: Sequence[str], as_of: date) -> list[Deadline]:
    """Return deadlines with the duties and phases they bind and who has the duties.

    Args:
        as_of: the day that decides what is overdue.
    """
    deadlines = builder.bundle.add(iris)
    bound = builder.reader.pointing(RG.hasDeadline, iris)
    holders = builder.bundle.add(iri for each in bound.values() for iri in each)
    duties = [each.iri for each in holders if each.kind == "Obligation"]
    assigned = builder.reader.pointing(RG.obligation, duties)
    assignments = builder.bundle.add(iri for each in assigned.values() for iri in each)
    builder.bundle.follow(assignments, RG.agent)
    builder.bundle.follow(deadlines, RG.inDocument)
    builder.prepare_evidence([*deadlines, *assignments])
    found = []
    for deadline in deadlines:
        holding = builder.bundle.add(bound[deadline.iri])
        doing = [iri for each in holding for iri in assigned.get(each.iri, [])]
        agents = builder.agents(builder.bundle.add(doing))
        found.append(_deadline(builder, deadline, holding, agents, as_of))
    return found


def _deadline(
    builder: Builder,
    deadline: Entity,
    holders: Sequence[Entity],
    agents: Sequence[Agent],
    as_of: date,
) -> Deadline:
    brief = builder.deadline(deadline)
    shared: dict[str, Any] = brief.model_dump(exclude={"iri", "type", "evidence"})
    return Deadline(
        **builder.base(deadline),
        **shared,
        evidence=brief.evidence,
        deadline_type=brief.type,
        overdue=is_overdue(brief.due_date, as_of) if brief.due_date else None,
        document=builder.first(deadline, RG.inDocument),
        obligations=[builder.reference(each) for each in holders if each.kind == "Obligation"],
        sections=[builder.reference(each) for each in holders if each.kind != "Obligation"],
        agents=list(agents),
        confidence=deadline.decimal(RG.confidence),
    )
