"""Filters, orders and pages of lists, as SPARQL made of fixed pieces and bound values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.errors import QueryError
from kg.web.api.reader import Reader
from kg.web.api.terms import Value, sparql_term, values_clause

_FEW = 400
"""So many entities are put in order by their own keys; more by an order kept of them all."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds and how it can be narrowed and ordered.

    Attributes:
        pattern: binds ``?this``.
        filters: for each filter the pattern that uses the variable of its name.
        switches: for each yes-no filter the pattern for yes and the one for no.
        orders: for each order the pattern that binds ``?key``.
    """

    pattern: str
    filters: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)


def _condition(listing: Listing, name: str, wanted: Sequence[Value] | bool) -> str:
    if isinstance(wanted, bool):
        yes, no = listing.switches[name]
        return yes if wanted else no
    if len(wanted) == 1:
        # The engine plans with a constant far better than with a variable bound beside it.
        term = sparql_term(wanted[0])
        return re.sub(rf"\?{name}\b", lambda _: term, listing.filters[name])
    return f"{values_clause(name, wanted)} {listing.filters[name]}"


def find_page(
    reader: Reader,
    listing: Listing,
    wanted: Mapping[str, Sequence[Value] | bool],
    *,
    sort: str,
    limit: int,
    offset: int,
) -> tuple[int, list[str]]:
    """Return the number of entities that fit and the IRIs of one page of them.

    Args:
        wanted: for each filter its values, any of which may fit; True or False for a switch.
        sort: an order, with ``-`` before it for descending.

    Raises:
        QueryError: there is no such order.
    """
    name = sort.removeprefix("-")
    if name not in listing.orders:
        raise QueryError(
            f"cannot sort by {name!a}",
            "it is not an order of this list",
            f"take one of {', '.join(listing.orders)}, with '-' before it for descending",
        )
    where = _where(listing, wanted)
    key = ("order", where, sort)
    ordered: Sequence[str] | None = reader.computed.known(key)
    if ordered is None:
        found = reader.column(f"SELECT DISTINCT ?this WHERE {{ {where} }} LIMIT {_FEW + 1}")
        few, pieces = len(found) <= _FEW, listing.orders[name]

        def order() -> Sequence[str]:
            if few:
                return _few_in_order(reader, found, pieces, sort)
            return _many_in_order(reader, where, pieces, sort)

        # A whole list is asked for again and again; of narrowed ones only long ones are dear.
        ordered = order() if few and wanted else reader.computed.get(key, order)
    return len(ordered), list(ordered[offset : offset + limit])


def _few_in_order(reader: Reader, iris: Sequence[str], key: str, sort: str) -> Sequence[str]:
    """Return few entities in order; only their keys are read."""
    if not iris:
        return ()
    these = values_clause("this", map(URIRef, iris))
    # A query within is evaluated by itself: without the entities it would count all of the graph.
    pieces = key.replace("WHERE {", f"WHERE {{ {these}", 1) if "SELECT" in key else key
    return reader.column(
        f"SELECT ?this (MIN(?key) AS ?k) WHERE {{ {these} OPTIONAL {{ {pieces} }} }} "
        f"GROUP BY ?this ORDER BY (!BOUND(?k)) {_way(sort)}(?k) ?this"
    )


def _many_in_order(reader: Reader, where: str, key: str, sort: str) -> tuple[str, ...]:
    """Return all entities that fit in order; those without a key come last.

    Two queries, since for an OPTIONAL the engine joins all keys of the graph with each entity.
    """
    every = f"SELECT DISTINCT ?this WHERE {{ {where} }}"
    ordered = reader.column(
        f"SELECT ?this (MIN(?key) AS ?k) WHERE {{ {{ {every} }} {key} }} "
        f"GROUP BY ?this ORDER BY {_way(sort)}(?k) ?this"
    )
    rest = set(reader.column(every)).difference(ordered)
    return (*ordered, *sorted(rest))


def _way(sort: str) -> str:
    return "DESC" if sort.startswith("-") else "ASC"


def count_by(
    reader: Reader, listing: Listing, wanted: Mapping[str, Sequence[Value] | bool], order: str
) -> dict[str | None, int]:
    """Return how many entities fit for each value of an order; None stands for no value."""
    rows = reader.rows(
        f"SELECT ?key (COUNT(DISTINCT ?this) AS ?n) WHERE {{ {_where(listing, wanted)} "
        f"OPTIONAL {{ {listing.orders[order]} }} }} GROUP BY ?key"
    )
    return {None if key is None else str(key): int(str(number)) for key, number in rows}


def _where(listing: Listing, wanted: Mapping[str, Sequence[Value] | bool]) -> str:
    return " ".join([*(_condition(listing, *each) for each in wanted.items()), listing.pattern])
