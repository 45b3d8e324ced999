"""Deadlines with what is due: one query, ``queries/views/deadlines-as-of.rq``, decides it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from rdflib import Literal as Term
from rdflib import URIRef
from rdflib.namespace import XSD

from kg.analysis.clauses import beside, fold, name_of
from kg.analysis.rows import ask_about, text
from kg.queries import Value, load_catalogue
from kg.store import Store

_LONGEST = 40
_OF_A_THING = re.compile(r".{1,2}的")
State = Literal["overdue", "due-soon", "due-later", "recurring", "open"]


@dataclass(slots=True)
class DueDate:
    """A deadline of a duty or phase, with who has it.

    Attributes:
        iri: the deadline.
        about: IRI of the duty, phase or document, with its ``text``.
        value: ISO date, interval or repetition such as ``R/P1Y``.
        holders: role by IRI of a body or group.
        domains: IRIs of the domains of the duty.
    """

    iri: str
    words: str
    type: str
    value: str
    start: date | None
    due: date | None
    state: State
    about: str
    text: str
    document: str
    evidence: str
    holders: dict[str, str] = field(default_factory=dict)
    domains: dict[str, None] = field(default_factory=dict)


def due_dates(
    store: Store,
    *,
    as_of: date | None = None,
    document: str | None = None,
    body: str | None = None,
    domain: str | None = None,
    holders: bool = True,
) -> tuple[DueDate, ...]:
    """Return deadlines in the order of their dates, each once for every duty it binds.

    Args:
        store: the graph.
        as_of: the day that decides what is overdue; today without it.
        document: IRI of a document, to leave out the others.
        body: IRI of a body, to leave out duties that are not its.
        domain: IRI of a domain, to leave out the others.
        holders: whether to say who has the duties.
    """
    day = as_of or date.today()
    given: dict[str, Value] = {"asOf": Term(day.isoformat(), datatype=XSD.date)}
    if document:
        given["document"] = URIRef(document)
    found: dict[tuple[str, str], DueDate] = {}
    for row in store.select(load_catalogue().get("deadlines-as-of").bind(given)):
        about = text(row["about"]) or text(row["document"])
        if (body or domain) and row["about"] is None:
            continue
        each = found.setdefault((text(row["deadline"]), about), _due(row, about))
        if row["domain"] is not None:
            each.domains[text(row["domain"])] = None
    if holders or body:
        _add_holders(store, list(found.values()))
    return tuple(
        each
        for each in found.values()
        if (not body or body in each.holders) and (not domain or domain in each.domains)
    )


def is_overdue(due: date | None, as_of: date) -> bool:
    """Return whether a day has passed, as ``deadlines-as-of.rq`` defines it."""
    return due is not None and due < as_of


def overdue_pattern(day: str) -> str:
    """Return the same for SPARQL: the pattern of deadlines (``?this``) that a day finds overdue.

    Args:
        day: a variable or a literal.
    """
    return f"?this rg:dueDate ?passed . FILTER(?passed < {day})"


def what_is_due(each: DueDate) -> str:
    """Return what a deadline binds: the name of its duty, and what stands beside the date in it.

    Of 加强队伍建设。每年开展一次集中训练。 that is 加强队伍建设：集中训练.
    """
    name = name_of(each.text or each.words)
    at = fold(each.text).find(fold(each.words))
    words = beside(each.text, at, at + len(each.words)) if at >= 0 else ""
    # 4月举行的会议: the date belongs to a thing, not to the duty.
    if not words or fold(words) in fold(name) or _OF_A_THING.match(words):
        return name
    return f"{name}：{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}"


def _add_holders(store: Store, found: list[DueDate]) -> None:
    by_duty: dict[str, dict[str, str]] = {}
    rows = ask_about(
        store,
        [each.about for each in found],
        "?assignment rg:obligation ?this ; rg:agent ?agent ; rg:role ?role",
        "?agent ?role",
    )
    for row in rows:
        role = text(row["role"]).rsplit("#", 1)[-1]
        by_duty.setdefault(text(row["this"]), {})[text(row["agent"])] = role
    for each in found:
        each.holders |= by_duty.get(each.about, {})


def _due(row: Mapping[str, object], about: str) -> DueDate:
    return DueDate(
        text(row["deadline"]),
        text(row["words"]),
        text(row["type"]),
        text(row["value"]),
        read_day(row["start"]),
        read_day(row["due"]),
        cast(State, text(row["state"])),
        about,
        text(row["aboutText"]),
        text(row["document"]),
        text(row["evidence"]),
    )


def read_day(term: object) -> date | None:
    """Return the day of a cell; None for an empty one."""
    return date.fromisoformat(text(term)[:10]) if term is not None else None
