"""The picture of the network: bodies on the left, domains on the right, lines by role."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from rdflib import URIRef

from kg.analysis.network import Edge, Network, Node
from kg.analysis.rows import ask, text
from kg.analysis.typography import in_title_marks
from kg.exports.joined import asked_network
from kg.exports.request import Request

FONT_SIZE, TITLE_SIZE, ROW, MARGIN, GAP = 15, 22, 26, 40, 560
COLOURS = {"lead": "#c0392b", "shared": "#d68910", "cooperate": "#8fa3b5"}
WIDTHS = {"lead": 2.6, "shared": 1.8, "cooperate": 0.8}
_PASSES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two dots."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str


@dataclass(frozen=True, slots=True)
class Label:
    """A dot with its words; ``side`` says on which side of the dot they stand."""

    x: float
    y: float
    words: str
    side: str
    kind: str
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, in points from the upper left corner."""

    width: float
    height: float
    title: str
    legend: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


def width_of(words: str, size: float = FONT_SIZE) -> float:
    """Return about how wide words are drawn."""
    wide = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in words)
    return wide * size


def draw(request: Request) -> Picture:
    """Return the picture of what is asked for."""
    whole = asked_network(request)
    roles = [edge for edge in whole.edges if edge.role in COLOURS]
    bodies, domains = _ordered(whole, roles)
    lang = request.lang
    left = max((width_of(node.label.of(lang)) for node in bodies), default=0) + MARGIN + 12
    right = max((width_of(node.label.of(lang)) for node in domains), default=0) + MARGIN + 12
    top = MARGIN + 70
    height = ROW * max(len(bodies), len(domains), 4)
    places = {
        **_column(bodies, left, top, height),
        **_column(domains, left + GAP, top, height),
    }
    ranked = sorted(roles, key=lambda edge: -list(COLOURS).index(edge.role))
    title = _title(request)
    return Picture(
        max(left + GAP + right, width_of(title, TITLE_SIZE) + 2 * MARGIN),
        top + height + MARGIN,
        title,
        (
            ("lead", request.say("牵头", "leads")),
            ("shared", request.say("共同负责", "shares")),
            ("cooperate", request.say("配合", "supports")),
        ),
        tuple(
            Line(*places[edge.source], *places[edge.target], edge.role)
            for edge in ranked
            if edge.source in places and edge.target in places
        ),
        tuple(
            Label(*places[node.iri], node.label.of(lang), side, node.type, node.uncertain)
            for nodes, side in ((bodies, "left"), (domains, "right"))
            for node in nodes
        ),
    )


def _title(request: Request) -> str:
    """Return the title of the picture, with that of the document where it shows one only."""
    wanted = f"VALUES ?d {{ {URIRef(request.document).n3()} }}" if request.document else ""
    rows = ask(request.store, f"{wanted} ?d a rg:Document ; dct:title ?title", "?d ?title")
    titles = dict.fromkeys(text(row["title"]) for row in rows)
    said = in_title_marks(next(iter(titles))) if len(titles) == 1 else ""
    after = f": {said}" if said else ""
    return request.say(f"{said}责任网络：单位与领域", f"Responsibility network{after}")


def _column(
    nodes: list[Node], x: float, top: float, height: float
) -> dict[str, tuple[float, float]]:
    step = height / max(1, len(nodes))
    return {node.iri: (x, top + step * (number + 0.5)) for number, node in enumerate(nodes)}


def _ordered(whole: Network, edges: list[Edge]) -> tuple[list[Node], list[Node]]:
    """Return bodies and domains in an order in which few lines cross."""
    joined = {iri for edge in edges for iri in (edge.source, edge.target)}
    bodies = [n for n in whole.nodes if n.type == "body" and n.iri in joined]
    domains = [n for n in whole.nodes if n.type != "body" and n.iri in joined]
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for edge in edges:
        weight = edge.weight * (6.0 if edge.role == "lead" else 1.0)
        weights[edge.source][edge.target] += weight
        weights[edge.target][edge.source] += weight
    for _ in range(_PASSES):
        domains = _by_neighbours(domains, bodies, weights)
        bodies = _by_neighbours(bodies, domains, weights)
    return bodies, domains


def _by_neighbours(
    nodes: list[Node], others: list[Node], weights: dict[str, dict[str, float]]
) -> list[Node]:
    at = {node.iri: number / max(1, len(others)) for number, node in enumerate(others)}

    def middle(node: Node) -> tuple[float, str]:
        near = weights[node.iri]
        total = sum(near.values()) or 1.0
        return sum(at.get(iri, 0.0) * weight for iri, weight in near.items()) / total, node.iri

    return sorted(nodes, key=middle)
