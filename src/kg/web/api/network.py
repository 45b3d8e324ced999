"""The network around an entity, of some documents, or as parts to drill into, with coordinates.

Duties that many bodies share would make a hairball, so a body and a field (a domain, or a section
where a plan knows no domains) are joined by one line that says how many duties lie between them; a
duty's own lines come when the duty is the centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, cast

from fastapi import APIRouter, HTTPException, Query, Request, Response
from rdflib import URIRef

from kg.analysis.drawing import draw_network
from kg.analysis.layout import Places, star
from kg.analysis.parts import NONE, By, DocumentFacts, chosen, document_facts
from kg.store import Store
from kg.vocabulary import checked_iri
from kg.web.api.building import Builder
from kg.web.api.context import ReaderDependency
from kg.web.api.network_around import ROLE_RANK, around
from kg.web.api.network_nodes import build_nodes, kind_of, read_briefly, without_lead
from kg.web.api.network_parts import build_parts
from kg.web.api.network_schema import MOST_NODES, Edge, Network, NetworkParameters, Node
from kg.web.api.paths import entity_iri, page_of
from kg.web.api.reader import Reader
from kg.web.api.rendering import respond
from kg.web.api.terms import sparql_term

router = APIRouter(prefix="/api", tags=["look-up"])

_AROUND = 120
_MOST_PARTS = 150


@router.get("/network", response_model=Network)
def get_network(
    request: Request, reader: ReaderDependency, given: Annotated[NetworkParameters, Query()]
) -> Response:
    """Return the network around an entity, of documents, or as parts, with coordinates."""
    return respond(request, reader, given, find_network(reader, given), "network")


def find_network(reader: Reader, given: NetworkParameters) -> Network:
    """Return the part of the network asked for; the page draws its table from it too.

    Raises:
        HTTPException: 404, the graph does not know the centre.
        VocabularyError: the centre or a document is no key, IRI or CURIE.
    """
    builder = Builder(reader, given.lang)
    if given.mode == "parts":
        return _parts(builder, given)
    if given.mode == "whole" or given.center is None:
        return _whole(builder, given)
    return _ego(builder, given, given.center)


def _parts(builder: Builder, given: NetworkParameters) -> Network:
    facts = _scope(builder.reader, given)
    scope = {
        name: value
        for name, value in (("region", given.region), ("level", given.level))
        if value is not None
    }
    by = given.by or natural_grouping(facts)
    return build_parts(builder, facts, by, scope, min(given.limit or _MOST_PARTS, _MOST_PARTS))


def natural_grouping(facts: Sequence[DocumentFacts]) -> By:
    """Return by what documents are best taken together: regions where there are several."""
    return "region" if 2 < len({each.region for each in facts}) < len(facts) else "document"


def _scope(reader: Reader, given: NetworkParameters) -> list[DocumentFacts]:
    """Return the documents that a request is about."""

    def iri(value: str | None, kind: str) -> str | None:
        return value if value in (None, NONE) else str(entity_iri(value, kind, reader.base))

    facts = document_facts(_store(reader))
    return chosen(facts, iri(given.region, "region"), iri(given.level, "level"))


def _store(reader: Reader) -> Store:
    # Pages and look-ups read from the store of the application, which is a whole one.
    return cast(Store, reader.store)


def _whole(builder: Builder, given: NetworkParameters) -> Network:
    """Return bodies and fields of some documents, or of all."""
    reader = builder.reader
    documents: list[str] | None = None
    if given.document:
        documents = [str(entity_iri(given.document, "document", reader.base))]
    elif given.region or given.level:
        documents = [each.iri for each in _scope(reader, given)]
    drawing = draw_network(_store(reader), documents, given.limit or MOST_NODES)
    edges = [
        Edge(
            id=f"e{at}",
            source=tie.body,
            target=tie.field,
            role=tie.role,
            weight=tie.weight,
            evidence=page_of(tie.evidence, reader.base) if tie.evidence else None,
        )
        for at, tie in enumerate(drawing.ties)
    ]
    entities = read_briefly(reader, drawing.places)
    kinds = {each.iri: kind_of(each) for each in entities}
    if given.kinds:
        wanted = set(given.kinds.split(","))
        entities = [each for each in entities if kinds[each.iri] in wanted]
    inside = {each.iri for each in entities}
    return Network(
        mode="whole",
        center=None,
        total=drawing.total,
        cut=len(drawing.places) < drawing.total,
        kinds=_counted(kinds.values()),
        nodes=build_nodes(builder, entities, drawing.places, drawing.no_lead),
        edges=[each for each in edges if each.source in inside and each.target in inside],
    )


def _ego(builder: Builder, given: NetworkParameters, named: str) -> Network:
    """Return what stands around an entity, on rings: leads inside, duties outside."""
    reader, within = builder.reader, ""
    center = str(checked_iri(named) if "://" in named else entity_iri(named, "body", reader.base))
    if given.document:
        document = entity_iri(given.document, "document", reader.base)
        within = f"?o rg:inDocument {sparql_term(URIRef(document))} ."
    entity = builder.bundle.get(center)
    if not entity.properties:
        raise HTTPException(404, f"the graph says nothing about <{center}>")
    edges = list(around(reader, entity, within).edges.values())
    iris = dict.fromkeys([center, *(end for e in edges for end in (e.source, e.target))])
    entities = {each.iri: each for each in read_briefly(reader, iris)}
    kinds = {iri: kind_of(each) for iri, each in entities.items()}
    wanted = set(given.kinds.split(",")) if given.kinds else set(kinds.values())
    fitting = [iri for iri in iris if iri == center or kinds[iri] in wanted]
    shown = _strongest(fitting, edges, center, given.limit or _AROUND)
    edges = [each for each in edges if each.source in shown and each.target in shown]
    places = _star(shown, edges, center)
    return Network(
        mode="ego",
        center=center,
        total=len(iris),
        cut=len(shown) < len(fitting),
        kinds=_counted(kind for iri, kind in kinds.items() if iri != center),
        nodes=build_nodes(
            builder,
            [entities[iri] for iri in shown],
            places,
            without_lead(reader, {iri: kinds[iri] for iri in shown}),
        ),
        edges=edges,
    )


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def _strongest(
    iris: Sequence[str], edges: Iterable[Edge], center: str, limit: int
) -> dict[str, None]:
    """Return the entities to draw: the centre, then those with the most duties."""
    weight: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            weight[end] = weight.get(end, 0) + edge.weight + (1000 if edge.role == "lead" else 0)
    ordered = sorted(iris, key=lambda iri: (iri != center, -weight.get(iri, 0), iri))
    kept = set(ordered[: limit + 1])
    return dict.fromkeys(iri for iri in iris if iri in kept)


def _star(shown: Iterable[str], edges: Sequence[Edge], center: str) -> Places:
    nearest: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            nearest[end] = min(nearest.get(end, 9), ROLE_RANK.get(edge.role, 4))
    others = (iri for iri in shown if iri != center)
    return star(center, sorted(others, key=lambda iri: (nearest.get(iri, 9), iri)))


__all__ = ["Edge", "Network", "NetworkParameters", "Node", "find_network", "router"]
