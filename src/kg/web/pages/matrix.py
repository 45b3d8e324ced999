"""The matrix: bodies by domains (or sections where a plan has none), with the numbers of duties by role."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter, Response
from rdflib import URIRef

from kg.errors import VocabularyError
from kg.exports.tables import table_bytes
from kg.web.api.building import Builder
from kg.web.api.paths import entity_iri, page_of
from kg.web.api.reader import Reader
from kg.web.api.rendering import MEDIA_TYPES
from kg.web.api.terms import values_clause
from kg.web.i18n import word
from kg.web.pages.choices import all_documents
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import words

router = APIRouter(include_in_schema=False)

_ROLES = ("lead", "shared", "cooperate")
_MOST_ROWS, _MOST_COLUMNS = 150, 80


# The columns: domains, or the sections of duties that belong to none, as in most plans.
IN_DOMAIN = "?o rg:inDomain ?field ."
IN_SECTION = "?o rg:inSection ?field . FILTER NOT EXISTS { ?o rg:inDomain ?any }"


class Tally(NamedTuple):
    """What a body does in a field: its duties by role, and the first words that say so."""

    roles: dict[str, int]
    evidence: str | None


Cells = dict[tuple[str, str], Tally]


def count_cells(reader: Reader, document: str | None, placed: str) -> Cells:
    """Return for each body and field the numbers of duties by role.

    Args:
        placed: what puts a duty ``?o`` into a field ``?field``.
    """
    rows = reader.rows(
        "SELECT ?agent ?field ?role (COUNT(DISTINCT ?o) AS ?n) (MIN(?e) AS ?first) WHERE { "
        f"{_within(reader, document, '?o')} ?a rg:obligation ?o ; rg:role ?role ; rg:agent ?agent "
        f". ?agent a rg:Body . {placed} OPTIONAL {{ ?a rg:evidence ?e }} }} "
        "GROUP BY ?agent ?field ?role"
    )
    found: Cells = {}
    for agent, field, role, number, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        tally = found.setdefault((str(agent), str(field)), Tally({}, page))
        tally.roles[str(role).rsplit("#", 1)[-1]] = int(str(number))
    return found


def _document(view: View) -> str | None:
    """Return the document asked for, None where what was asked cannot be one."""
    document = words(view.request, "document", 300) or None
    try:
        _within(view.reader, document, "?o")
    except VocabularyError:
        return None
    return document


def _within(reader: Reader, document: str | None, what: str) -> str:
    if document is None:
        return ""
    iri = entity_iri(document, "document", reader.base)
    return f"{values_clause('document', [URIRef(iri)])} {what} rg:inDocument ?document ."


def _domains(reader: Reader, document: str | None) -> list[str]:
    """Return the domains that a plan has parts about, also those that nobody works in."""
    return reader.column(
        f"SELECT ?this (MIN(?n) AS ?k) WHERE {{ {_within(reader, document, '?at')} ?at "
        "rg:aboutDomain ?this . ?this a rg:Domain . OPTIONAL { ?at rg:order ?n } } "
        "GROUP BY ?this ORDER BY ?k ?this"
    )


def sections_of(reader: Reader, cells: Cells) -> list[str]:
    """Return the sections of the cells in the order of their documents."""
    fields = [URIRef(each) for each in dict.fromkeys(field for _, field in cells)]
    if not fields:
        return []
    return reader.column(
        f"SELECT ?this (MIN(?n) AS ?k) WHERE {{ {values_clause('this', fields)} ?this rg:inDocument "
        "?in . OPTIONAL { ?this rg:order ?n } } GROUP BY ?this ?in ORDER BY ?in ?k ?this"
    )


@router.get("/matrix")
def show_matrix(view: ViewDependency) -> Response:
    """Show the matrix, or give it as a workbook."""
    document, documents = _document(view), all_documents(view)
    sort = "label" if words(view.request, "sort") == "label" else "leads"
    reader = view.reader
    cells, fields = count_cells(reader, document, IN_DOMAIN), _domains(reader, document)
    domains = list(dict.fromkeys([*fields, *(field for _, field in cells)]))
    outside = count_cells(reader, document, IN_SECTION)
    # One plan is shown whole; over many, sections would drown the domains they share.
    mixed = document is not None or len(documents) <= 1 or not domains
    sections = sections_of(reader, outside)
    shown = {**cells, **outside} if mixed else cells
    rows, columns = _layout(view, shown, domains, sections if mixed else [], sort)
    if words(view.request, "format") == "xlsx":
        return _workbook(view, rows, columns)
    return view.page(
        "matrix.html",
        rows=rows[:_MOST_ROWS],
        columns=columns[:_MOST_COLUMNS],
        hidden=max(0, len(rows) - _MOST_ROWS) + max(0, len(columns) - _MOST_COLUMNS),
        document=document,
        documents=documents,
        sort=sort,
        domains=len(domains),
        sections=len(sections),
        mixed=mixed,
    )


def _layout(
    view: View, cells: Cells, domains: list[str], sections: list[str], sort: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    builder = Builder(view.reader, view.lang)
    bodies = list(dict.fromkeys(agent for agent, _ in cells))
    fields = [*domains, *sections][:_MOST_COLUMNS]
    builder.bundle.add([*bodies, *fields])
    led = {field for (_, field), tally in cells.items() if tally.roles.get("lead")}
    columns = [
        {
            **builder.base(builder.bundle.get(iri)),
            "missing": iri not in led,
            "section": iri in sections,
        }
        for iri in fields
    ]
    rows = []
    for iri in bodies:
        across = [_cell(view, cells.get((iri, column["iri"])), column) for column in columns]
        leads = sum(cell["leads"] for cell in across if cell)
        base = builder.base(builder.bundle.get(iri))
        rows.append({**base, "cells": across, "leads": leads, "missing": not leads})
    if sort == "label":
        rows.sort(key=lambda row: row["label"])
    else:
        rows.sort(key=lambda row: (-row["leads"], -sum(map(bool, row["cells"])), row["label"]))
    return rows, columns


def _cell(view: View, tally: Tally | None, column: dict[str, Any]) -> dict[str, Any] | None:
    if tally is None:
        return None
    roles = tally.roles
    role = next(each for each in _ROLES if roles.get(each)) if any(roles.values()) else "shared"
    said = [f"{word('role', each, view.lang)} {roles[each]}" for each in _ROLES if roles.get(each)]
    return {
        "role": role,
        "number": roles.get(role, 0),
        "leads": roles.get("lead", 0),
        "title": ", ".join(said),
        "domain": None if column["section"] else column["id"],
        "evidence": tally.evidence,
    }


def _workbook(view: View, rows: list[dict[str, Any]], columns: list[dict[str, Any]]) -> Response:
    header: list[str | int | float] = [view.t("部门", "Body"), *(each["label"] for each in columns)]
    body: list[list[str | int | float]] = [
        [row["label"], *(cell["title"] if cell else "" for cell in row["cells"])] for row in rows
    ]
    return Response(
        table_bytes("xlsx", [header, *body], "matrix"),
        media_type=MEDIA_TYPES["xlsx"],
        headers={"Content-Disposition": 'attachment; filename="matrix.xlsx"'},
    )
