"""The nodes of a drawing, with what a reader must see at a glance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS
from rdflib.term import Node as Identifier

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.network_schema import Kind, Node
from kg.web.api.reader import Entity, Reader
from kg.web.api.terms import values_clause

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("Body", "body"),
    ("Domain", "domain"),
    ("Obligation", "obligation"),
    ("Group", "group"),
    ("Section", "section"),
)
_SHOWN = (
    RDF.type,
    SKOS.prefLabel,
    RDFS.label,
    DCTERMS.title,
    URIRef(RG.level),
    URIRef(RG.identityUncertain),
)
_BATCH = 500


def kind_of(entity: Entity) -> Kind:
    """Return as what an entity is drawn."""
    classes = set(entity.all(RDF.type))
    return next((kind for name, kind in _KINDS if URIRef(RG[name]) in classes), "other")


def read_briefly(reader: Reader, iris: Iterable[str]) -> list[Entity]:
    """Return entities with what a node shows only: a ministry's whole description is long."""
    wanted = list(dict.fromkeys(iris))
    found: dict[str, dict[URIRef, list[Identifier]]] = {iri: {} for iri in wanted}
    for at in range(0, len(wanted), _BATCH):
        subjects = values_clause("s", map(URIRef, wanted[at : at + _BATCH]))
        for predicate in _SHOWN:
            query = f"SELECT DISTINCT ?s ?o WHERE {{ {subjects} ?s <{predicate}> ?o }}"
            for subject, value in reader.rows(query):
                if value is not None:
                    found[str(subject)].setdefault(predicate, []).append(value)
    return [
        Entity(iri, {name: tuple(sorted(each, key=str)) for name, each in properties.items()})
        for iri, properties in found.items()
    ]


def build_nodes(
    builder: Builder,
    entities: Sequence[Entity],
    places: Mapping[str, tuple[float, float]],
    no_lead: Collection[str],
) -> list[Node]:
    """Return entities as nodes; those that nobody leads are marked."""
    levels = builder.bundle.follow(entities, RG.level)
    rank = {each.iri: each.number(RG.rank) for each in levels}
    return [
        Node(
            **builder.base(each),
            kind=kind_of(each),
            x=places[each.iri][0],
            y=places[each.iri][1],
            rank=next((rank[iri] for iri in each.iris(RG.level)), None),
            uncertain=each.flag(RG.identityUncertain),
            no_lead=each.iri in no_lead,
        )
        for each in entities
    ]


_LED = {
    "obligation": "?a rg:obligation ?this ; rg:role rg:lead",
    "domain": "?o rg:inDomain ?this . ?a rg:obligation ?o ; rg:role rg:lead",
    "section": "?o rg:inSection ?this . ?a rg:obligation ?o ; rg:role rg:lead",
}


def without_lead(reader: Reader, kinds: Mapping[str, Kind]) -> set[str]:
    """Return the duties and fields that nobody leads."""
    found: set[str] = set()
    for kind, led in _LED.items():
        if mine := [URIRef(iri) for iri, each in kinds.items() if each == kind]:
            clause = values_clause("this", mine)
            query = f"SELECT DISTINCT ?this WHERE {{ {clause} FILTER NOT EXISTS {{ {led} }} }}"
            found.update(reader.column(query))
    return found
