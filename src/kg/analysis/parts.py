"""A graph too large to draw, seen as its parts: regions, levels or documents, and what joins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kg.analysis.layout import Places, shelves
from kg.analysis.rows import PREFIXES, ask, text
from kg.store import Store

By = Literal["region", "level", "document"]
NONE = "none"

_CELL = (225.0, 165.0)
_STRONGEST = 3
_LAST = 99


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the overview knows of a document.

    Attributes:
        region: IRI of the region it holds for, `NONE` where it states none; so ``level``.
        rank: rank of its level, 1 for the nation.
        no_lead: duties that nobody leads.
        sorts: kinds of its bodies; a body of no known kind is one by itself.
    """

    iri: str
    region: str = NONE
    level: str = NONE
    rank: int = _LAST
    duties: int = 0
    no_lead: int = 0
    bodies: frozenset[str] = frozenset()
    sorts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """Documents taken together; ``key`` is the IRI of what they have in common."""

    key: str
    documents: tuple[str, ...]
    duties: int
    no_lead: int
    bodies: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts with their places and the numbers of kinds of bodies that two of them share.

    Finance bureaus of two cities are two bodies of one kind; so are parts of different places
    joined, too.

    Attributes:
        total: how many parts there are; more than given where it was cut.
    """

    by: By
    total: int
    parts: tuple[Part, ...]
    shared: tuple[tuple[str, str, int], ...]
    places: Places


_kept: dict[tuple[str, str], tuple[DocumentFacts, ...]] = {}


def document_facts(store: Store) -> tuple[DocumentFacts, ...]:
    """Return what the overview needs of all documents, read once for each state of the store."""
    version = store.version
    if version is None:
        return _read(store)
    key = (store.location, version)
    if key not in _kept:
        while len(_kept) > 3:
            _kept.pop(next(iter(_kept)))
        _kept[key] = _read(store)
    return _kept[key]


def _read(store: Store) -> tuple[DocumentFacts, ...]:
    rows = ask(
        store,
        "?this a rg:Document . OPTIONAL { ?this rg:jurisdiction ?region } "
        "OPTIONAL { ?this rg:level ?level . ?level rg:rank ?rank }",
        "?this ?region ?level ?rank",
    )
    bodies: dict[str, set[str]] = defaultdict(set)
    sorts: dict[str, set[str]] = defaultdict(set)
    named = "?a rg:inDocument ?this ; rg:agent ?body . ?body a rg:Body"
    for row in ask(store, f"{named} . OPTIONAL {{ ?body rg:bodyType ?sort }}", "?this ?body ?sort"):
        bodies[text(row["this"])].add(text(row["body"]))
        sorts[text(row["this"])].add(text(row["sort"]) or text(row["body"]))
    duties = _count(store, "?o a rg:Obligation ; rg:inDocument ?this")
    led = _count(store, "?a rg:role rg:lead ; rg:obligation ?o . ?o rg:inDocument ?this")
    found = {
        text(row["this"]): DocumentFacts(
            text(row["this"]),
            text(row["region"]) or NONE,
            text(row["level"]) or NONE,
            int(text(row["rank"]) or _LAST),
            duties.get(text(row["this"]), 0),
            duties.get(text(row["this"]), 0) - led.get(text(row["this"]), 0),
            frozenset(bodies[text(row["this"])]),
            frozenset(sorts[text(row["this"])]),
        )
        for row in rows
    }
    return tuple(found[iri] for iri in sorted(found))


def _count(store: Store, pattern: str) -> dict[str, int]:
    query = f"SELECT ?this (COUNT(DISTINCT ?o) AS ?n) WHERE {{ {pattern} }} GROUP BY ?this"
    return {text(row["this"]): int(text(row["n"])) for row in store.select(PREFIXES + query)}


def chosen(
    facts: Iterable[DocumentFacts], region: str | None, level: str | None
) -> list[DocumentFacts]:
    """Return the documents of a region and of a level, where these are given."""
    return [
        each
        for each in facts
        if (region is None or each.region == region) and (level is None or each.level == level)
    ]


def group(facts: Iterable[DocumentFacts], by: By, most: int) -> Parts:
    """Return documents taken together by region or level, or each by itself.

    Each part keeps its strongest ties only: finance has duties nearly everywhere.
    Beyond ``most`` the parts with the fewest duties are left out.
    """
    members: dict[str, list[DocumentFacts]] = defaultdict(list)
    for each in facts:
        key = {"region": each.region, "level": each.level, "document": each.iri}[by]
        members[key].append(each)
    total = len(members)
    largest = sorted(members, key=lambda key: (-sum(d.duties for d in members[key]), key))[:most]
    members = {key: members[key] for key in largest}
    sorts = {key: frozenset().union(*(d.sorts for d in each)) for key, each in members.items()}
    parts = [
        Part(
            key,
            tuple(d.iri for d in each),
            sum(d.duties for d in each),
            sum(d.no_lead for d in each),
            len(frozenset().union(*(d.bodies for d in each))),
        )
        for key, each in sorted(members.items())
    ]
    return Parts(by, total, tuple(parts), _strongest(sorts), _place(members))


def _strongest(sorts: Mapping[str, frozenset[str]]) -> tuple[tuple[str, str, int], ...]:
    ties: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for one, other in combinations(sorted(sorts), 2):
        if common := len(sorts[one] & sorts[other]):
            for end in (one, other):
                ties[end].append((-common, one, other))
    kept = {tie for each in ties.values() for tie in sorted(each)[:_STRONGEST]}
    return tuple((one, other, -common) for common, one, other in sorted(kept))


def _place(members: Mapping[str, list[DocumentFacts]]) -> Places:
    """Place the parts of one level beside each other, the nation above."""
    rows: dict[int, list[str]] = defaultdict(list)
    order = sorted(members, key=lambda key: (members[key][0].region, key))
    for key in order:
        rows[min(each.rank for each in members[key])].append(key)
    return shelves([rows[rank] for rank in sorted(rows)], _CELL)
