"""Domains of regulation: list and look-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.obligations import obligations_of
from kg.web.api.reader import Entity
from kg.web.api.schemas import Domain, DomainCounts, DomainDetail, Reference
from kg.web.api.terms import values_clause

LISTING = Listing(
    pattern="?this a rg:Domain .",
    filters={
        "q": "{ ?this skos:prefLabel ?name } UNION { ?this skos:altLabel ?name } "
        "FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?q)))",
        "document": "?in rg:aboutDomain ?this ; rg:inDocument ?document .",
        "department": "?by rg:agent ?department ; rg:obligation/rg:inDomain ?this .",
        "lead": "?led rg:agent ?lead ; rg:role rg:lead ; rg:obligation/rg:inDomain ?this .",
    },
    switches={
        "has_lead": (
            "FILTER EXISTS { ?l rg:role rg:lead ; rg:obligation/rg:inDomain ?this }",
            "FILTER NOT EXISTS { ?l rg:role rg:lead ; rg:obligation/rg:inDomain ?this }",
        )
    },
    orders={
        "order": "?at rg:aboutDomain ?this ; rg:order ?key .",
        "label": "?this skos:prefLabel ?key .",
        "obligations": "{ SELECT ?this (COUNT(DISTINCT ?o) AS ?key) WHERE { ?o rg:inDomain ?this } "
        "GROUP BY ?this }",
    },
)


def build_domains(builder: Builder, iris: Sequence[str]) -> list[Domain]:
    """Return domains with who leads, who works along, and the numbers of duties."""
    builder.prepare_evidence(_prepare(builder, iris))
    return [Domain(**fields) for fields in _fields(builder, iris)]


def build_domain(builder: Builder, iri: str) -> DomainDetail:
    """Return one domain with its duties and the sections about it."""
    sections = _prepare(builder, [iri])
    domain = values_clause("domain", [URIRef(iri)])
    (fields,) = _fields(builder, [iri])
    return DomainDetail(
        **fields,
        sections=[builder.reference(each) for each in sections],
        obligations=obligations_of(builder, f"{domain} ?this rg:inDomain ?domain ."),
    )


def _prepare(builder: Builder, iris: Sequence[str]) -> list[Entity]:
    builder.bundle.add(iris)
    about = builder.reader.pointing(RG.aboutDomain, iris)
    return builder.bundle.add(iri for each in about.values() for iri in each)


def _fields(builder: Builder, iris: Sequence[str]) -> list[dict[str, Any]]:
    about = builder.reader.pointing(RG.aboutDomain, iris)
    roles, counts = _roles(builder, iris), _counts(builder, iris)
    found = []
    for domain in builder.bundle.add(iris):
        sections = builder.bundle.add(about[domain.iri])
        found.append(
            {
                **builder.base(domain),
                "evidence": [each for section in sections for each in builder.evidence(section)],
                "names": domain.texts(SKOS.altLabel),
                "leads": roles[domain.iri]["lead"],
                "cooperates": roles[domain.iri]["cooperate"],
                "shared": roles[domain.iri]["shared"],
                "counts": counts[domain.iri],
            }
        )
    return found


def _roles(builder: Builder, iris: Sequence[str]) -> dict[str, dict[str, list[Reference]]]:
    found: dict[str, dict[str, list[Reference]]] = {
        iri: {"lead": [], "cooperate": [], "shared": []} for iri in iris
    }
    if not found:
        return found
    clause = values_clause("domain", map(URIRef, iris))
    rows = builder.reader.rows(
        f"SELECT DISTINCT ?domain ?role ?agent WHERE {{ {clause} ?o rg:inDomain ?domain . "
        "?a rg:obligation ?o ; rg:role ?role ; rg:agent ?agent . ?agent a rg:Body }"
    )
    builder.bundle.add(str(row[2]) for row in rows)
    for domain, role, agent in rows:
        reference = builder.reference(builder.bundle.get(str(agent)))
        found[str(domain)].setdefault(str(role).rsplit("#", 1)[-1], []).append(reference)
    for roles in found.values():
        for agents in roles.values():
            agents.sort(key=lambda each: (each.label, each.iri))
    return found


def _counts(builder: Builder, iris: Sequence[str]) -> dict[str, DomainCounts]:
    found = {iri: DomainCounts() for iri in iris}
    if not found:
        return found
    clause = values_clause("domain", map(URIRef, iris))
    overall = builder.reader.rows(
        f"SELECT ?domain (COUNT(DISTINCT ?o) AS ?n) WHERE {{ {clause} ?o rg:inDomain ?domain }} "
        "GROUP BY ?domain"
    )
    for domain, number in overall:
        found[str(domain)].obligations = int(str(number))
    by_role = builder.reader.rows(
        f"SELECT ?domain ?role (COUNT(DISTINCT ?o) AS ?n) WHERE {{ {clause} ?o rg:inDomain ?domain "
        ". ?a rg:obligation ?o ; rg:role ?role } GROUP BY ?domain ?role"
    )
    for domain, role, number in by_role:
        setattr(found[str(domain)], str(role).rsplit("#", 1)[-1], int(str(number)))
    for counts in found.values():
        counts.without_lead = counts.obligations - counts.lead
    return found
