"""Filters, orders and pages of lists, as SPARQL made of fixed pieces and bound values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import QueryError
from kg.web.api.reader import Reader
from kg.web.api.terms import Value, values_clause


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
    total = reader.count(f"SELECT (COUNT(DISTINCT ?this) AS ?n) WHERE {{ {where} }}")
    if total <= offset:
        return total, []
    way = "DESC" if sort.startswith("-") else "ASC"
    pieces = listing.orders[name] or "BIND(?this AS ?key)"

    def iris(key: str) -> list[str]:
        return reader.column(
            f"SELECT ?this (MIN(?key) AS ?k) WHERE {{ {{ SELECT DISTINCT ?this WHERE {{ {where} }} }} "
            f"{key} }} GROUP BY ?this ORDER BY (!BOUND(?k)) {way}(?k) ?this "
            f"LIMIT {limit:d} OFFSET {offset:d}"
        )

    # What has no key comes last, and the engine reads all keys of the graph for an OPTIONAL: a
    # hundred times slower, so it is asked only where the page reaches what has no key.
    found = iris(pieces)
    if len(found) < min(limit, total - offset):
        found = iris(f"OPTIONAL {{ {pieces} }}")
    return total, found


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
