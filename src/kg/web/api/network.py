"""The network around an entity, or the overview of bodies and domains, with coordinates.

Duties that many bodies share would make a hairball, so a body and a domain are joined by one line
that says how many duties lie between them; a duty's own lines come when the duty is the centre.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import Field
from rdflib import URIRef
from rdflib.namespace import RDF

from kg.vocabulary import RG, checked_iri
from kg.web.api.building import Builder
from kg.web.api.context import ReaderDependency
from kg.web.api.parameters import Parameters
from kg.web.api.paths import entity_iri, page_of
from kg.web.api.reader import Entity, Reader
from kg.web.api.rendering import respond
from kg.web.api.schemas import Reference, Schema
from kg.web.api.terms import sparql_term, values_clause

router = APIRouter(prefix="/api", tags=["look-up"])

Kind = Literal["body", "domain", "obligation", "group", "other"]
_ROLE_RANK = {"lead": 0, "shared": 1, "cooperate": 2, "in-domain": 3}
_RING = 190.0
_CELL = 370.0
_MOST_WHOLE = 1000


class Node(Reference):
    """An entity with its place in the drawing."""

    kind: Kind
    x: float
    y: float
    rank: int | None = Field(default=None, description="level, 1 for the nation")
    uncertain: bool = False
    no_lead: bool = False


class Edge(Schema):
    """A line between two entities."""

    id: str
    source: str
    target: str
    role: str = Field(examples=["lead"])
    weight: int = Field(description="number of duties it stands for")
    evidence: str | None = Field(
        default=None, description="page of the first sentence that says so"
    )


class Network(Schema):
    """A part of the graph that can be drawn."""

    mode: Literal["ego", "whole"]
    center: str | None
    total: int = Field(description="nodes there are; more than given where it was cut")
    cut: bool
    kinds: dict[str, int] = Field(description="how many nodes of each kind there are")
    nodes: list[Node]
    edges: list[Edge]


class NetworkParameters(Parameters):
    """What part of the network, and how much of it."""

    center: str | None = Field(default=None, max_length=2000, description="IRI or CURIE")
    mode: Literal["ego", "whole"] = "ego"
    kinds: str | None = Field(
        default=None, pattern=r"^(body|domain|obligation|group)(,(body|domain|obligation|group))*$"
    )
    document: str | None = Field(default=None, max_length=300)
    limit: int = Field(default=120, ge=1, le=_MOST_WHOLE)


@dataclass(slots=True)
class Sketch:
    """Lines found so far, each once, with the number of duties and one sentence."""

    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict)
    alone: list[str] = field(default_factory=list)

    def join(self, source: str, target: str, role: str, weight: int, evidence: str | None) -> None:
        """Add a line, or strengthen the one there is."""
        key = (source, target, role)
        if key in self.edges:
            self.edges[key].weight += weight
            return
        number = f"e{len(self.edges)}"
        self.edges[key] = Edge(
            id=number, source=source, target=target, role=role, weight=weight, evidence=evidence
        )


@router.get("/network", response_model=Network)
def get_network(
    request: Request, reader: ReaderDependency, given: Annotated[NetworkParameters, Query()]
) -> Response:
    """Return the network around an entity, or the overview, with coordinates for drawing."""
    return respond(request, reader, given, find_network(reader, given), "network")


def find_network(reader: Reader, given: NetworkParameters) -> Network:
    """Return the part of the network asked for; the page draws its table from it too.

    Raises:
        HTTPException: 404, the graph does not know the centre.
    """
    within = ""
    if given.document:
        document = entity_iri(given.document, "document", reader.base)
        within = f"?o rg:inDocument {sparql_term(document)} ."
    builder = Builder(reader, given.lang)
    if given.mode == "whole" or given.center is None:
        sketch = _overview(reader, within)
        return _finish(builder, sketch, given, None)
    center = _center(reader, given.center)
    entity = builder.bundle.get(center)
    if not entity.properties:
        raise HTTPException(404, f"the graph says nothing about <{center}>")
    return _finish(builder, _around(reader, entity, within), given, center)


def _center(reader: Reader, text: str) -> str:
    return str(checked_iri(text) if "://" in text else entity_iri(text, "body", reader.base))


def _overview(reader: Reader, within: str) -> Sketch:
    sketch = _joined(reader, f"{within} ?agent a rg:Body .")
    inside = within.replace("?o ", "?at ")
    sketch.alone = reader.column(
        f"SELECT DISTINCT ?d WHERE {{ {inside} ?at rg:aboutDomain ?d . ?d a rg:Domain }} ORDER BY ?d"
    )
    return sketch


def _joined(reader: Reader, where: str) -> Sketch:
    """Return bodies and domains joined by the duties between them."""
    sketch = Sketch()
    rows = reader.rows(
        "SELECT ?agent ?domain ?role (COUNT(DISTINCT ?o) AS ?n) (MIN(?e) AS ?first) WHERE { "
        f"{where} ?a rg:agent ?agent ; rg:role ?role ; rg:obligation ?o . ?o rg:inDomain ?domain . "
        "OPTIONAL { ?a rg:evidence ?e } } GROUP BY ?agent ?domain ?role"
    )
    for agent, domain, role, number, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(str(agent), str(domain), _local(role), int(str(number)), page)
    return sketch


def _around(reader: Reader, entity: Entity, within: str) -> Sketch:
    iri = sparql_term(URIRef(entity.iri))
    if URIRef(RG.Domain) in entity.all(RDF.type):
        sketch = _joined(reader, f"{within} ?o rg:inDomain {iri} . ?agent a rg:Body .")
        for duty in reader.column(f"SELECT DISTINCT ?o WHERE {{ {within} ?o rg:inDomain {iri} }}"):
            sketch.join(duty, entity.iri, "in-domain", 1, None)
        return sketch
    if URIRef(RG.Obligation) in entity.all(RDF.type):
        return _around_duty(reader, entity)
    if URIRef(RG.Body) in entity.all(RDF.type):
        sketch = _joined(reader, f"{within} ?a rg:agent {iri} . ")
        _add_loose_duties(reader, entity, within, sketch)
        return sketch
    return _mentions(reader, entity)


def _add_loose_duties(reader: Reader, body: Entity, within: str, sketch: Sketch) -> None:
    """Add the duties of a body that belong to no domain, each by itself."""
    rows = reader.rows(
        f"SELECT ?o ?role (MIN(?e) AS ?first) WHERE {{ {within} ?a rg:agent "
        f"{sparql_term(URIRef(body.iri))} ; rg:role ?role ; rg:obligation ?o . OPTIONAL {{ ?a "
        "rg:evidence ?e } FILTER NOT EXISTS { ?o rg:inDomain ?any } } GROUP BY ?o ?role"
    )
    for duty, role, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(body.iri, str(duty), _local(role), 1, page)


def _around_duty(reader: Reader, duty: Entity) -> Sketch:
    sketch = Sketch()
    rows = reader.rows(
        f"SELECT ?agent ?role (MIN(?e) AS ?first) WHERE {{ ?a rg:obligation "
        f"{sparql_term(URIRef(duty.iri))} ; rg:agent ?agent ; rg:role ?role . "
        "OPTIONAL { ?a rg:evidence ?e } } GROUP BY ?agent ?role"
    )
    for agent, role, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(str(agent), duty.iri, _local(role), 1, page)
    for domain in duty.iris(RG.inDomain):
        sketch.join(duty.iri, domain, "in-domain", 1, None)
    return sketch


def _mentions(reader: Reader, entity: Entity) -> Sketch:
    """Return whatever names an entity of another kind: what cites, binds or contains it."""
    sketch = Sketch()
    term = sparql_term(URIRef(entity.iri))
    rows = reader.rows(
        f"SELECT DISTINCT ?s WHERE {{ ?s ?p {term} . ?s a ?c . VALUES ?c {{ rg:Obligation rg:Body "
        f"rg:Domain }} }} LIMIT {_MOST_WHOLE}"
    )
    for (subject,) in rows:
        sketch.join(str(subject), entity.iri, "in-domain", 1, None)
    return sketch


def _local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]


def _finish(
    builder: Builder, sketch: Sketch, given: NetworkParameters, center: str | None
) -> Network:
    iris = dict.fromkeys(end for e in sketch.edges.values() for end in (e.source, e.target))
    iris |= dict.fromkeys(sketch.alone)
    if center:
        iris = dict.fromkeys([center, *iris])
    entities = {each.iri: each for each in builder.bundle.add(iris)}
    kinds = {iri: _kind(entity) for iri, entity in entities.items()}
    counts: dict[str, int] = {}
    for iri, kind in kinds.items():
        if iri != center:
            counts[kind] = counts.get(kind, 0) + 1
    wanted = set(given.kinds.split(",")) if given.kinds else set(kinds.values())
    fitting = [iri for iri in iris if iri == center or kinds[iri] in wanted]
    edges = list(sketch.edges.values())
    shown = _strongest(fitting, edges, center, given.limit)
    edges = [each for each in edges if each.source in shown and each.target in shown]
    places = _star(shown, edges, center) if center else _clusters(shown, edges, kinds)
    nodes = _nodes(builder, [entities[iri] for iri in shown], kinds, places)
    return Network(
        mode="ego" if center else "whole",
        center=center,
        total=len(iris),
        cut=len(shown) < len(fitting),
        kinds=counts,
        nodes=nodes,
        edges=edges,
    )


def _kind(entity: Entity) -> Kind:
    classes = set(entity.all(RDF.type))
    for name, kind in _KINDS:
        if URIRef(RG[name]) in classes:
            return kind
    return "other"


_KINDS: tuple[tuple[str, Kind], ...] = (
    ("Body", "body"),
    ("Domain", "domain"),
    ("Obligation", "obligation"),
    ("Group", "group"),
)


def _strongest(
    iris: Sequence[str], edges: Iterable[Edge], center: str | None, limit: int
) -> dict[str, None]:
    """Return the entities to draw: the centre, then those with the most duties."""
    weight: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            weight[end] = weight.get(end, 0) + edge.weight + (1000 if edge.role == "lead" else 0)
    ordered = sorted(iris, key=lambda iri: (iri != center, -weight.get(iri, 0), iri))
    chosen = set(ordered[: limit + (1 if center else 0)])
    return dict.fromkeys(iri for iri in iris if iri in chosen)


def _star(
    shown: Iterable[str], edges: Sequence[Edge], center: str
) -> dict[str, tuple[float, float]]:
    """Place the centre in the middle and the rest on rings: leads inside, duties outside."""
    nearest: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            rank = _ROLE_RANK.get(edge.role, 4)
            nearest[end] = min(nearest.get(end, 9), rank)
    others = sorted(
        (iri for iri in shown if iri != center), key=lambda iri: (nearest.get(iri, 9), iri)
    )
    places = {center: (0.0, 0.0)}
    at, ring = 0, 1
    while at < len(others):
        room = min(10 * ring, len(others) - at)
        for step, iri in enumerate(others[at : at + room]):
            turn = 2 * math.pi * step / room + ring * 0.35 - math.pi / 2
            places[iri] = (
                round(_RING * ring * math.cos(turn) * 1.25, 1),
                round(_RING * ring * math.sin(turn), 1),
            )
        at, ring = at + room, ring + 1
    return places


def _clusters(
    shown: Iterable[str], edges: Sequence[Edge], kinds: dict[str, Kind]
) -> dict[str, tuple[float, float]]:
    """Place each leading body with the domains it leads around it, the largest clusters first.

    Domains that nobody leads and bodies that never lead come after the clusters, in rows of
    their own, so that both stand out.
    """
    leader = _leaders(edges)
    domains = [iri for iri in shown if kinds[iri] == "domain"]
    around: dict[str, list[str]] = {}
    for domain in domains:
        if domain in leader:
            around.setdefault(leader[domain], []).append(domain)
    # A body that only leads beside others stands with them, not among those that never lead.
    for edge in edges:
        if edge.role == "lead" and edge.source not in around:
            with_them = around[leader[edge.target]]
            if edge.source not in with_them:
                with_them.append(edge.source)
    ordered = sorted(around, key=lambda body: (-len(around[body]), body))
    places, bottom = _grid(ordered, around)
    orphans = [iri for iri in domains if iri not in leader]
    idle = [iri for iri in shown if kinds[iri] != "domain" and iri not in places]
    bottom = _row(places, orphans, bottom + 60)
    _row(places, idle, bottom + 60)
    return places


def _leaders(edges: Sequence[Edge]) -> dict[str, str]:
    """Return for each domain the body that leads most of its duties."""
    best: dict[str, tuple[int, str]] = {}
    for edge in edges:
        if edge.role == "lead":
            best[edge.target] = max(best.get(edge.target, (0, "")), (edge.weight, edge.source))
    return {domain: body for domain, (_, body) in best.items()}


def _grid(
    ordered: Sequence[str], around: dict[str, list[str]]
) -> tuple[dict[str, tuple[float, float]], float]:
    places: dict[str, tuple[float, float]] = {}
    columns = max(1, math.ceil(math.sqrt(len(ordered) * 1.6)))
    y = 0.0
    for start in range(0, len(ordered), columns):
        line = ordered[start : start + columns]
        reach = max(_reach(len(around[body])) for body in line)
        y += reach
        for at, body in enumerate(line):
            places[body] = (at * _CELL, y)
            for step, domain in enumerate(around[body]):
                turn = 2 * math.pi * step / len(around[body]) - math.pi / 2
                far = _reach(len(around[body])) - 65
                x = at * _CELL + far * math.cos(turn)
                places[domain] = (round(x, 1), round(y + far * math.sin(turn), 1))
        y += reach
    return places, y


def _reach(number: int) -> float:
    return 185.0 if number <= 3 else 175.0 + 8 * number


def _row(places: dict[str, tuple[float, float]], iris: Sequence[str], top: float) -> float:
    """Place entities in rows below and return where the rows end."""
    width = max((x for x, _ in places.values()), default=_CELL * 4)
    room = max(4, int(width / 160) + 1)
    for at, iri in enumerate(iris):
        places[iri] = (160.0 * (at % room), top + 130.0 * (at // room))
    return top + 130.0 * math.ceil(len(iris) / room)


def _nodes(
    builder: Builder,
    entities: Sequence[Entity],
    kinds: dict[str, Kind],
    places: dict[str, tuple[float, float]],
) -> list[Node]:
    levels = builder.bundle.follow(entities, RG.level)
    rank = {each.iri: each.number(RG.rank) for each in levels}
    duties = [each.iri for each in entities if kinds[each.iri] == "obligation"]
    domains = [each.iri for each in entities if kinds[each.iri] == "domain"]
    without = _without_lead(builder.reader, duties) | _never_led(builder.reader, domains)
    return [
        Node(
            **builder.base(each),
            kind=kinds[each.iri],
            x=places[each.iri][0],
            y=places[each.iri][1],
            rank=next((rank[iri] for iri in each.iris(RG.level)), None),
            uncertain=each.flag(RG.identityUncertain),
            no_lead=each.iri in without,
        )
        for each in entities
    ]


def _without_lead(reader: Reader, duties: Sequence[str]) -> set[str]:
    if not duties:
        return set()
    clause = values_clause("o", map(URIRef, duties))
    query = (
        f"SELECT DISTINCT ?o WHERE {{ {clause} "
        "FILTER NOT EXISTS { ?a rg:obligation ?o ; rg:role rg:lead } }"
    )
    return set(reader.column(query))


def _never_led(reader: Reader, domains: Sequence[str]) -> set[str]:
    if not domains:
        return set()
    clause = values_clause("d", map(URIRef, domains))
    query = (
        f"SELECT DISTINCT ?d WHERE {{ {clause} "
        "FILTER NOT EXISTS { ?o rg:inDomain ?d . ?a rg:obligation ?o ; rg:role rg:lead } }"
    )
    return set(reader.column(query))
