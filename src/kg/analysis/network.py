"""The responsibility network: bodies and their fields, who works with whom, and what that shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

import networkx as nx
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SKOS, XSD, Namespace

from kg.analysis.labels import labels_of
from kg.analysis.layout import clusters, within_frame
from kg.analysis.measures import MEASURES, measure_graph
from kg.analysis.model import Words
from kg.analysis.rows import ask, ask_about, text
from kg.analysis.ties import Ties, gather
from kg.analysis.writing import data_version
from kg.errors import QueryError
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE, Minter, hash_key

DQV = Namespace("http://www.w3.org/ns/dqv#")


@dataclass(frozen=True, slots=True)
class Node:
    """A body, or a field of its work.

    Attributes:
        type: ``body``, ``domain``, or ``section`` for duties that belong to no domain.
        level: the rank of a body, e.g. 市; empty for others.
        uncertain: whether its identity is uncertain.
        x: coordinate between -1 and 1, with ``y``; the same every time.
        measures: values by name, see `kg.analysis.measures.MEASURES`.
    """

    iri: str
    label: Words
    type: str
    level: str = ""
    uncertain: bool = False
    x: float = 0.0
    y: float = 0.0
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A body in a field, or two bodies in common statements (role ``together``)."""

    source: str
    target: str
    role: str
    weight: int
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """A part of the network that can be drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    focus: str | None = None

    def record(self, lang: str = "zh") -> dict[str, Any]:
        """Return it ready for JSON in one language, with what the measures mean."""
        nodes = []
        for node in self.nodes:
            values = asdict(node)
            values["label"] = node.label.of(lang)
            values["label_zh"], values["label_en"] = node.label.zh, node.label.en
            nodes.append(values)
        meanings = {
            name: {"label": label.of(lang), "meaning": meaning.of(lang)}
            for name, (label, meaning) in MEASURES.items()
        }
        edges = [asdict(edge) for edge in self.edges]
        return {"focus": self.focus, "nodes": nodes, "edges": edges, "measures": meanings}


_cache: dict[tuple[str, str, str | None], Network] = {}


def network(
    store: Store,
    focus: str | None = None,
    *,
    document: str | None = None,
    together: bool = True,
) -> Network:
    """Return the network of bodies and their fields with measures and coordinates.

    Args:
        store: the graph.
        focus: IRI of a body, domain or section, to return it with its neighbours only.
        document: IRI of a document, to leave out the others.
        together: whether bodies that share statements are joined, too.

    Raises:
        QueryError: the focus is not in the network.
    """
    whole = _whole(store, document)
    edges = whole.edges if together else tuple(e for e in whole.edges if e.role != "together")
    if focus is None:
        return Network(whole.nodes, edges)
    near = {focus}
    for edge in edges:
        if focus in (edge.source, edge.target):
            near |= {edge.source, edge.target}
    nodes = tuple(node for node in whole.nodes if node.iri in near)
    if not any(node.iri == focus for node in nodes):
        raise QueryError(
            f"cannot draw the network of '{focus}'", "it has no duties", "name a body or domain"
        )
    inside = tuple(e for e in edges if e.source in near and e.target in near)
    return Network(nodes, inside, focus)


def _whole(store: Store, document: str | None) -> Network:
    """Return the whole network; it is made once for each state of the store."""
    if store.version is None:
        return _make(store, document)
    key = (store.location, store.version, document)
    if key not in _cache:
        while len(_cache) > 7:
            _cache.pop(next(iter(_cache)))
        _cache[key] = _make(store, document)
    return _cache[key]


def _make(store: Store, document: str | None) -> Network:
    ties = gather(store, [document] if document else None)
    shared = _shared(ties.statements.values())
    bodies, both = _graphs(ties, shared)
    nodes = _nodes(store, ties, shared, bodies, both)
    edges = [
        Edge(body, each, role, len(duties), tuple(sorted(duties)))
        for (body, each, role), duties in sorted(ties.duties.items())
    ]
    edges += [Edge(one, other, "together", count) for (one, other), count in sorted(shared.items())]
    return Network(nodes, tuple(edges))


def _shared(statements: Iterable[set[str]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for bodies in statements:
        for pair in combinations(sorted(bodies), 2):
            found[pair] += 1
    return found


def _graphs(ties: Ties, shared: Mapping[tuple[str, str], int]) -> tuple[nx.Graph, nx.Graph]:
    bodies, both = nx.Graph(), nx.Graph()
    for each in (bodies, both):
        each.add_nodes_from(sorted({body for body, _ in ties.by_role}))
    for (one, other), count in sorted(shared.items()):
        bodies.add_edge(one, other, weight=count)
    for (body, domain, _), duties in sorted(ties.duties.items()):
        weight = both.get_edge_data(body, domain, {"weight": 0})["weight"] + len(duties)
        both.add_edge(body, domain, weight=weight)
    return bodies, both


def _nodes(
    store: Store,
    ties: Ties,
    shared: Mapping[tuple[str, str], int],
    bodies: nx.Graph,
    both: nx.Graph,
) -> tuple[Node, ...]:
    brokerage, points, communities, parts = measure_graph(bodies, both)
    where = within_frame(
        clusters(sorted(set(both) - set(bodies)), sorted(bodies), ties.leads(), ties.first)
    )
    labels, levels, uncertain = _described(store, list(both))
    found = []
    for iri in sorted(both):
        x, y = where[iri]
        is_body = iri in bodies
        values: dict[str, float] = {"single_point": float(iri in points), "component": parts[iri]}
        if is_body:
            values |= _workload(ties, iri)
            values["partners"] = bodies.degree(iri)
            values["cooperation"] = sum(n for pair, n in shared.items() if iri in pair)
            values["brokerage"] = round(brokerage[iri], 4)
            values["community"] = communities[iri]
        ordered = {name: values[name] for name in MEASURES if name in values}
        label = labels.get(iri) or Words(iri, iri)
        kind = "body" if is_body else "section" if iri in ties.sections else "domain"
        found.append(Node(iri, label, kind, levels.get(iri, ""), iri in uncertain, x, y, ordered))
    return tuple(found)


def _workload(ties: Ties, body: str) -> dict[str, float]:
    mine = [(each, role) for one, each, role in ties.duties if one == body]
    active = {each for each, _ in mine if each not in ties.sections}
    led = {each for each, role in mine if role == "lead"} & active
    lead = ties.by_role.get((body, "lead"), set())
    other = ties.by_role.get((body, "cooperate"), set()) | ties.by_role.get((body, "shared"), set())
    return {
        "domains_led": len(led),
        "domains_supported": len(active - led),
        "duties_led": len(lead),
        "duties_supported": len(other - lead),
    }


def _described(
    store: Store, iris: list[str]
) -> tuple[dict[str, Words], dict[str, str], frozenset[str]]:
    labels = labels_of(store, iris)
    rows = ask_about(store, iris, "?this rg:level/skos:notation ?level", "?level")
    levels = {text(row["this"]): text(row["level"]) for row in rows}
    rows = ask_about(store, iris, "?this rg:identityUncertain true", "")
    return labels, levels, frozenset(text(row["this"]) for row in rows)


def compute_metrics(store: Store, base: str = DEFAULT_BASE) -> int:
    """Write the measures of the whole network into their graph, once for each version of the data.

    Returns the number of triples written; 0 where the graph was up to date.

    Raises:
        StoreError: the store cannot be written.
    """
    minter = Minter(base)
    name, version = minter.graph("metrics"), data_version(store)
    known = ask(store, f"GRAPH {name.n3()} {{ {name.n3()} prov:value ?version }}", "?version")
    if any(text(row["version"]) == version for row in known):
        return 0
    graph = _describe(network(store), minter)
    graph.add((name, PROV.value, Literal(version)))
    store.replace_graph(str(name), graph)
    return len(graph)


def _describe(whole: Network, minter: Minter) -> Graph:
    graph = Graph(bind_namespaces="none")
    for name, (label, meaning) in MEASURES.items():
        metric = minter.iri("metric", name.replace("_", "-"))
        graph.add((metric, RDF.type, DQV.Metric))
        for lang in ("zh", "en"):
            graph.add((metric, SKOS.prefLabel, Literal(label.of(lang), lang=lang)))
            graph.add((metric, RDFS.label, Literal(label.of(lang), lang=lang)))
            graph.add((metric, SKOS.definition, Literal(meaning.of(lang), lang=lang)))
    for node in whole.nodes:
        for name, value in node.measures.items():
            key = name.replace("_", "-")
            iri = minter.iri("measurement", f"{key}-{hash_key(node.iri, length=10)}")
            graph.add((iri, RDF.type, DQV.QualityMeasurement))
            graph.add((iri, DQV.computedOn, URIRef(node.iri)))
            graph.add((iri, DQV.isMeasurementOf, minter.iri("metric", key)))
            number = format(value, "g")
            graph.add((iri, DQV.value, Literal(number, datatype=XSD.decimal, normalize=False)))
            for lang in ("zh", "en"):
                words = f"{node.label.of(lang)}: {MEASURES[name][0].of(lang)} {number}"
                graph.add((iri, RDFS.label, Literal(words, lang=lang)))
    return graph
