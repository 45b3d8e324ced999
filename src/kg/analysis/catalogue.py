"""All checks: queries of ``queries/checks`` and, where words or numbers must be read, functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.analysis.checks import algorithms
from kg.analysis.facts import Facts
from kg.analysis.model import GROUPS, SEVERITIES, Check, Row, Words
from kg.errors import QueryError
from kg.queries import NamedQuery, load_catalogue

_COLUMNS = ("focusNode", "value", "evidence")


@dataclass(frozen=True, slots=True)
class Runnable:
    """A check with what runs it."""

    check: Check
    run: Callable[[Facts], Iterable[Row]]


@cache
def load_checks() -> Mapping[str, Runnable]:
    """Return all checks by kind.

    Raises:
        QueryError: the head of a check lacks something.
    """
    found = {query.name: _from_query(query) for query in load_catalogue().of("checks")}
    found |= {check.kind: Runnable(check, run) for check, run in algorithms()}
    return dict(sorted(found.items()))


def check_of(query: NamedQuery) -> Check:
    """Return the check that a query of the catalogue is.

    Raises:
        QueryError: its head lacks something.
    """
    extra = query.extra
    missing = [
        key
        for key in ("group", "severity", "message", "message_en", "remedy", "remedy_en")
        if not extra.get(key)
    ]
    if missing or extra["group"] not in GROUPS or extra["severity"] not in SEVERITIES:
        wrong = missing[0] if missing else "group or severity"
        raise QueryError(
            f"cannot load check '{query.name}'", f"'{wrong}' is not right", "correct its head"
        )
    question = (*query.questions, "", "")
    return Check(
        query.name,
        extra["group"],
        extra["severity"],
        Words(query.summary, query.summary_en),
        Words(question[0], question[1]),
        Words(query.description, query.description_en),
        Words(str(extra["message"]), str(extra["message_en"])),
        Words(str(extra["remedy"]), str(extra["remedy_en"])),
        bool(extra.get("advice", False)),
    )


def _from_query(query: NamedQuery) -> Runnable:
    def run(facts: Facts) -> Iterable[Row]:
        day = Literal(facts.as_of.isoformat(), datatype=XSD.date)
        known = {parameter.name for parameter in query.params}
        text = query.bind({"asOf": day} if "asOf" in known else {})
        return merge(cast(Iterable[Mapping[str, object]], facts.store.select(text)))

    return Runnable(check_of(query), run)


def merge(table: Iterable[Mapping[str, object]]) -> list[Row]:
    """Return the rows of a check; those of one thing and value become one row with all evidence."""
    evidence: dict[tuple[str, str], dict[str, None]] = {}
    columns: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for cells in table:
        if cells.get("focusNode") is None:
            continue
        value = cells.get("value")
        key = (str(cells["focusNode"]), "" if value is None else str(value))
        places = evidence.setdefault(key, {})
        if cells.get("evidence") is not None:
            places[str(cells["evidence"])] = None
        seen = columns.setdefault(key, {})
        for name, cell in cells.items():
            if name not in _COLUMNS and cell is not None:
                seen.setdefault(name, {})[_shown(cell)] = None
    return [
        Row(key[0], key[1], tuple(places), {n: "\x1f".join(v) for n, v in columns[key].items()})
        for key, places in evidence.items()
    ]


def _shown(cell: object) -> str:
    return f"<{cell}>" if isinstance(cell, URIRef) else str(cell)
