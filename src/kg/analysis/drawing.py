"""The network as it is drawn: the weightiest bodies and fields of some documents, each placed once.

Measures are left out, so that a drawing comes at once; it is kept for each state of the store.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from rdflib import URIRef

from kg.analysis.layout import Places, clusters
from kg.analysis.rows import ask, text
from kg.analysis.ties import Ties, gather
from kg.store import Store
from kg.store.binding import write_term

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Tie:
    """A body in a field, with the number of duties and the first words that say so."""

    body: str
    field: str
    role: str
    weight: int
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Bodies and fields with their places.

    Attributes:
        places: where each node stands, see `kg.analysis.layout`.
        ties: the lines between them.
        no_lead: fields that nobody leads.
        total: how many nodes there are; more than are placed where it was cut.
    """

    places: Places
    ties: tuple[Tie, ...]
    no_lead: frozenset[str]
    total: int


_drawings: OrderedDict[tuple[object, ...], Drawing] = OrderedDict()
_lock = Lock()


def draw_network(store: Store, documents: Sequence[str] | None, most: int) -> Drawing:
    """Return the drawing of all documents, or of those named.

    Args:
        store: the graph.
        documents: IRIs of documents.
        most: how many nodes are drawn, the weightiest first.
    """
    version = store.version
    if version is None:
        return _draw(store, documents, most)
    key = (store.location, version, tuple(documents or ()), documents is None, most)
    with _lock:
        if known := _drawings.get(key):
            _drawings.move_to_end(key)
            return known
    made = _draw(store, documents, most)
    with _lock:
        _drawings[key] = made
        while len(_drawings) > _KEPT:
            _drawings.popitem(last=False)
    return made


def _draw(store: Store, documents: Sequence[str] | None, most: int) -> Drawing:
    gathered = gather(store, documents)
    ties = [
        Tie(body, each, role, len(duties), gathered.evidence.get((body, each, role)))
        for (body, each, role), duties in sorted(gathered.duties.items())
    ]
    fields = dict.fromkeys([*_announced(store, documents), *sorted(tie.field for tie in ties)])
    bodies = dict.fromkeys(sorted(body for body, _ in gathered.by_role))
    total = len(fields) + len(bodies)
    kept = _weightiest([*fields, *bodies], ties, most)
    shown = tuple(tie for tie in ties if tie.body in kept and tie.field in kept)
    no_lead = frozenset(fields) - {each for _, each, _ in gathered.leads()}
    return Drawing(_place(gathered, kept, fields, bodies, shown), shown, no_lead, total)


def _place(
    gathered: Ties,
    kept: set[str],
    fields: dict[str, None],
    bodies: dict[str, None],
    shown: Sequence[Tie],
) -> Places:
    leads = [(tie.body, tie.field, tie.weight) for tie in shown if tie.role == "lead"]
    first = {each: body for each, body in gathered.first.items() if body in kept}
    return clusters(
        [each for each in fields if each in kept],
        [each for each in bodies if each in kept],
        leads,
        first,
    )


def _announced(store: Store, documents: Sequence[str] | None) -> list[str]:
    """Return the domains that have a part of a document, also those that nobody works in."""
    within = "?at rg:aboutDomain ?domain . ?domain a rg:Domain ."
    if documents is not None:
        terms = " ".join(write_term(URIRef(each)) for each in documents)
        within = f"VALUES ?document {{ {terms} }} ?at rg:inDocument ?document . {within}"
    return sorted(text(row["domain"]) for row in ask(store, within, "?domain"))


def _weightiest(iris: Sequence[str], ties: Sequence[Tie], most: int) -> set[str]:
    weight = dict.fromkeys(iris, 0)
    for tie in ties:
        for end in (tie.body, tie.field):
            weight[end] += tie.weight + (1000 if tie.role == "lead" else 0)
    return set(sorted(iris, key=lambda iri: (-weight[iri], iri))[:most])
