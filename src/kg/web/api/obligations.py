"""Duties: list and look-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.reader import Entity
from kg.web.api.schemas import Obligation

LISTING = Listing(
    pattern="?this a rg:Obligation .",
    filters={
        "q": "?this rg:text ?text . FILTER(CONTAINS(LCASE(STR(?text)), LCASE(?q)))",
        "document": "?this rg:inDocument ?document .",
        "section": "?this rg:inSection/rg:partOf* ?section .",
        "domain": "?this rg:inDomain ?domain .",
        "department": "?by rg:agent ?department ; rg:obligation ?this .",
        "lead": "?led rg:agent ?lead ; rg:role rg:lead ; rg:obligation ?this .",
        "role": "?roled rg:role ?role ; rg:obligation ?this .",
        "source": "?this rg:cites ?source .",
        "mode": "?stated rg:covers ?this ; rg:mode ?mode .",
        "due_before": "?this rg:hasDeadline/rg:dueDate ?due1 . FILTER(?due1 <= ?due_before)",
        "due_after": "?this rg:hasDeadline/rg:dueDate ?due2 . FILTER(?due2 >= ?due_after)",
    },
    switches={
        "has_lead": (
            "FILTER EXISTS { ?l rg:obligation ?this ; rg:role rg:lead }",
            "FILTER NOT EXISTS { ?l rg:obligation ?this ; rg:role rg:lead }",
        ),
        "has_deadline": (
            "FILTER EXISTS { ?this rg:hasDeadline ?d }",
            "FILTER NOT EXISTS { ?this rg:hasDeadline ?d }",
        ),
    },
    orders={
        "order": "?this rg:inDocument ?in ; rg:order ?n . "
        "BIND(CONCAT(STR(?in), SUBSTR('000000', 1 + STRLEN(STR(?n))), STR(?n)) AS ?key)",
        "label": "?this rdfs:label ?key .",
        "due": "?this rg:hasDeadline/rg:dueDate ?key .",
        "confidence": "?this rg:confidence ?key .",
    },
)


def build_obligations(builder: Builder, iris: Sequence[str]) -> list[Obligation]:
    """Return duties with everything known about them."""
    bundle, reader = builder.bundle, builder.reader
    duties = bundle.add(iris)
    assigned = reader.pointing(RG.obligation, iris)
    stated = reader.pointing(RG.covers, iris)
    parts = bundle.add(
        iri for found in (assigned, stated) for each in found.values() for iri in each
    )
    linked = bundle.follow(
        [*duties, *parts],
        *(RG.inDocument, RG.inSection, RG.inDomain, RG.namesActor, RG.hasDeadline, RG.hasTarget),
        *(RG.cites, RG.agent, RG.namesGroup),
    )
    builder.prepare_evidence([*duties, *parts, *linked])
    return [
        _obligation(builder, duty, bundle.add(assigned[duty.iri]), bundle.add(stated[duty.iri]))
        for duty in duties
    ]


def _obligation(
    builder: Builder, duty: Entity, assignments: Sequence[Entity], statements: Sequence[Entity]
) -> Obligation:
    deadlines = [builder.deadline(each) for each in builder.bundle.all(duty, RG.hasDeadline)]
    groups = {
        each.iri: each for said in statements for each in builder.references(said, RG.namesGroup)
    }
    return Obligation(
        **builder.base(duty),
        evidence=builder.evidence(duty),
        text=duty.text(RG.text) or duty.label("zh"),
        ordinal=duty.text(RG.ordinal),
        document=builder.first(duty, RG.inDocument),
        section=builder.first(duty, RG.inSection),
        domains=builder.references(duty, RG.inDomain),
        mode=next((mode for said in statements if (mode := said.text(RG.mode))), None),
        open_ended=any(said.flag(RG.openEnded) for said in statements),
        agents=builder.agents(assignments),
        groups=list(groups.values()),
        named_actors=builder.references(duty, RG.namesActor),
        deadlines=deadlines,
        due=max((each.due_date for each in deadlines if each.due_date), default=_due(duty)),
        targets=[builder.target(each) for each in builder.bundle.all(duty, RG.hasTarget)],
        sources=builder.references(duty, RG.cites),
        confidence=duty.decimal(RG.confidence),
        confidence_reason=duty.text(RG.confidenceReason),
    )


def _due(duty: Entity) -> date | None:
    return duty.day(RG.dueBy)


def obligations_of(builder: Builder, pattern: str) -> list[Obligation]:
    """Return all duties that a fixed pattern binds to ``?this``, in the order of the text."""
    iris = builder.reader.column(
        f"SELECT DISTINCT ?this ?in ?n WHERE {{ {pattern} ?this rg:inDocument ?in "
        ". OPTIONAL { ?this rg:order ?n } } ORDER BY ?in ?n ?this"
    )
    return build_obligations(builder, list(dict.fromkeys(iris)))
