"""Bodies of public administration: list and look-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.obligations import obligations_of
from kg.web.api.reader import Entity, Reader
from kg.web.api.schemas import Counts, Department, DepartmentDetail, Obligation, Partner
from kg.web.api.terms import values_clause

_COUNTED = (
    "{{ SELECT ?this (COUNT(DISTINCT ?o) AS ?key) WHERE {{ ?a rg:agent ?this ; {role} "
    "rg:obligation ?o }} GROUP BY ?this }}"
)
_COUNTS = "duties of bodies"
LISTING = Listing(
    pattern="?this a rg:Body .",
    filters={
        "q": "{ ?this skos:prefLabel ?name } UNION { ?this skos:altLabel ?name } "
        "FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?q)))",
        "type": "?this a ?type .",
        "level": "?this rg:level/skos:notation ?level .",
        "region": "?this rg:jurisdiction ?region .",
        # One assignment fits them all: who leads in a domain leads there, not somewhere.
        "document": "?as rg:agent ?this ; rg:inDocument ?document .",
        "domain": "?as rg:agent ?this ; rg:obligation ?for . ?for rg:inDomain ?domain .",
        "role": "?as rg:agent ?this ; rg:role ?role .",
    },
    switches={
        "uncertain": (
            "?this rg:identityUncertain true .",
            "FILTER NOT EXISTS { ?this rg:identityUncertain true }",
        ),
        "has_duties": (
            "FILTER EXISTS { ?duty rg:agent ?this }",
            "FILTER NOT EXISTS { ?duty rg:agent ?this }",
        ),
    },
    orders={
        "label": "?this skos:prefLabel ?key .",
        "leads": _COUNTED.format(role="rg:role rg:lead ;"),
        "cooperates": _COUNTED.format(role="rg:role rg:cooperate ;"),
        "obligations": _COUNTED.format(role=""),
        "level": "?this rg:level/rg:rank ?key .",
    },
)


def build_departments(builder: Builder, iris: Sequence[str]) -> list[Department]:
    """Return bodies with the numbers of their duties."""
    bodies = _prepare(builder, iris)
    counts = _counts(builder, iris)
    return [Department(**_fields(builder, body, counts[body.iri])) for body in bodies]


def build_department(builder: Builder, iri: str) -> DepartmentDetail:
    """Return one body with its duties, its domains and those it works with."""
    (body,) = _prepare(builder, [iri])
    agent = values_clause("agent", [URIRef(iri)])
    duties = obligations_of(builder, f"{agent} ?a rg:agent ?agent ; rg:obligation ?this .")
    domains = {each.iri: each for duty in duties for each in duty.domains}
    return DepartmentDetail(
        **_fields(builder, body, _counts(builder, [iri])[iri]),
        domains=sorted(domains.values(), key=lambda each: each.label),
        obligations=duties,
        partners=_partners(duties, iri),
    )


def _prepare(builder: Builder, iris: Sequence[str]) -> list[Entity]:
    bodies = builder.bundle.add(iris)
    builder.bundle.follow(bodies, RG.level, RG.jurisdiction, RG.partOf, RG.candidate)
    builder.prepare_evidence(bodies)
    return bodies


def _fields(builder: Builder, body: Entity, counts: Counts) -> dict[str, Any]:
    return {
        **builder.base(body),
        "evidence": builder.evidence(body),
        "names": [name for name in body.texts(SKOS.altLabel) if name != body.label("zh")],
        "english_name_status": body.text(RG.englishNameStatus),
        "level": builder.first(body, RG.level),
        "region": builder.first(body, RG.jurisdiction),
        "part_of": builder.first(body, RG.partOf),
        "identity_uncertain": body.flag(RG.identityUncertain),
        "identity_reason": body.text(RG.identityReason),
        "candidates": body.texts(RG.candidate),
        "counts": counts,
    }


def count_duties(reader: Reader) -> Mapping[str, Counts]:
    """Return the numbers of duties of all bodies, computed once for a state of the graph."""
    return reader.computed.get(_COUNTS, lambda: _count(reader, ""))


def _counts(builder: Builder, iris: Sequence[str]) -> Mapping[str, Counts]:
    found: Mapping[str, Counts] | None = builder.reader.computed.known(_COUNTS)
    if found is None:
        found = _count(builder.reader, values_clause("agent", map(URIRef, iris))) if iris else {}
    return {iri: found.get(iri) or Counts() for iri in iris}


def _count(reader: Reader, agents: str) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    by_role = reader.rows(
        f"SELECT ?agent ?role (COUNT(DISTINCT ?o) AS ?n) WHERE {{ {agents} "
        "?a rg:agent ?agent ; rg:role ?role ; rg:obligation ?o } GROUP BY ?agent ?role"
    )
    for agent, role, number in by_role:
        counts = found.setdefault(str(agent), Counts())
        setattr(counts, str(role).rsplit("#", 1)[-1], int(str(number)))
    overall = reader.rows(
        "SELECT ?agent (COUNT(DISTINCT ?o) AS ?n) (COUNT(DISTINCT ?d) AS ?m) WHERE "
        f"{{ {agents} ?a rg:agent ?agent ; rg:obligation ?o . OPTIONAL {{ ?o rg:inDomain ?d }} }} "
        "GROUP BY ?agent"
    )
    for agent, number, domains in overall:
        counts = found.setdefault(str(agent), Counts())
        counts.obligations, counts.domains = int(str(number)), int(str(domains))
    return found


def _partners(duties: Sequence[Obligation], iri: str) -> list[Partner]:
    together: dict[str, Partner] = {}
    for duty in duties:
        for agent in {agent.iri: agent for agent in duty.agents if agent.iri != iri}.values():
            fields = agent.model_dump(include=set(Partner.model_fields) - {"together"})
            partner = together.setdefault(agent.iri, Partner(**fields, together=0))
            partner.together += 1
    bodies = (each for each in together.values() if each.type != "Group")
    return sorted(bodies, key=lambda each: (-each.together, each.label))
