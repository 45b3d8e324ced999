"""The matrix: bodies by domains, with the numbers of duties by role."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from rdflib import URIRef

from kg.errors import VocabularyError
from kg.web.api.building import Builder
from kg.web.api.paths import entity_iri
from kg.web.api.reader import Reader
from kg.web.api.rendering import MEDIA_TYPES, write_xlsx
from kg.web.api.terms import values_clause
from kg.web.i18n import word
from kg.web.pages.choices import all_documents
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import words

router = APIRouter(include_in_schema=False)

_ROLES = ("lead", "shared", "cooperate")
_MOST_ROWS, _MOST_COLUMNS = 150, 80


def count_cells(reader: Reader, document: str | None) -> dict[tuple[str, str], dict[str, int]]:
    """Return for each body and domain the numbers of duties by role."""
    within = ""
    if document:
        iri = entity_iri(document, "document", reader.base)
        within = f"{values_clause('document', [URIRef(iri)])} ?o rg:inDocument ?document ."
    rows = reader.rows(
        "SELECT ?agent ?domain ?role (COUNT(DISTINCT ?o) AS ?n) WHERE { "
        f"{within} ?o rg:inDomain ?domain . ?a rg:obligation ?o ; rg:role ?role ; rg:agent ?agent "
        ". ?agent a rg:Body } GROUP BY ?agent ?domain ?role"
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for agent, domain, role, number in rows:
        cell = found.setdefault((str(agent), str(domain)), {})
        cell[str(role).rsplit("#", 1)[-1]] = int(str(number))
    return found


def _domains(reader: Reader, document: str | None) -> list[str]:
    within = ""
    if document:
        iri = entity_iri(document, "document", reader.base)
        within = f"{values_clause('document', [URIRef(iri)])} ?at rg:inDocument ?document ."
    return reader.column(
        f"SELECT ?this (MIN(?n) AS ?k) WHERE {{ {within} ?at rg:aboutDomain ?this . ?this a rg:Domain . "
        "OPTIONAL { ?at rg:order ?n } } GROUP BY ?this ORDER BY ?k ?this"
    )


@router.get("/matrix")
def show_matrix(view: ViewDependency) -> Response:
    """Show the matrix, or give it as a workbook."""
    document = words(view.request, "document", 300) or None
    sort = "label" if words(view.request, "sort") == "label" else "leads"
    try:
        cells = count_cells(view.reader, document)
        domains = _domains(view.reader, document)
    except VocabularyError:
        document, cells = None, count_cells(view.reader, None)
        domains = _domains(view.reader, None)
    rows, columns = _layout(view, cells, domains, sort)
    if words(view.request, "format") == "xlsx":
        return _workbook(view, rows, columns)
    return view.page(
        "matrix.html",
        rows=rows[:_MOST_ROWS],
        columns=columns[:_MOST_COLUMNS],
        hidden=max(0, len(rows) - _MOST_ROWS) + max(0, len(columns) - _MOST_COLUMNS),
        document=document,
        documents=all_documents(view),
        sort=sort,
    )


def _layout(
    view: View, cells: dict[tuple[str, str], dict[str, int]], domains: list[str], sort: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    builder = Builder(view.reader, view.lang)
    bodies = list(dict.fromkeys(agent for agent, _ in cells))
    domains = list(dict.fromkeys([*domains, *(domain for _, domain in cells)]))
    builder.bundle.add([*bodies, *domains])
    led = {domain for (_, domain), roles in cells.items() if roles.get("lead")}
    columns = [
        {**builder.base(builder.bundle.get(iri)), "missing": iri not in led} for iri in domains
    ]
    rows = []
    for iri in bodies:
        across = [_cell(view, cells.get((iri, column["iri"])), column["id"]) for column in columns]
        leads = sum(cell["leads"] for cell in across if cell)
        base = builder.base(builder.bundle.get(iri))
        rows.append({**base, "cells": across, "leads": leads, "missing": not leads})
    if sort == "label":
        rows.sort(key=lambda row: row["label"])
    else:
        rows.sort(key=lambda row: (-row["leads"], -sum(map(bool, row["cells"])), row["label"]))
    return rows, columns


def _cell(view: View, roles: dict[str, int] | None, domain: str) -> dict[str, Any] | None:
    if not roles:
        return None
    role = next(each for each in _ROLES if roles.get(each)) if any(roles.values()) else "shared"
    said = [f"{word('role', each, view.lang)} {roles[each]}" for each in _ROLES if roles.get(each)]
    return {
        "role": role,
        "number": roles.get(role, 0),
        "leads": roles.get("lead", 0),
        "title": ", ".join(said),
        "domain": domain,
    }


def _workbook(view: View, rows: list[dict[str, Any]], columns: list[dict[str, Any]]) -> Response:
    header: list[str | int | float] = [view.t("部门", "Body"), *(each["label"] for each in columns)]
    body: list[list[str | int | float]] = [
        [row["label"], *(cell["title"] if cell else "" for cell in row["cells"])] for row in rows
    ]
    return Response(
        write_xlsx([header, *body], "matrix"),
        media_type=MEDIA_TYPES["xlsx"],
        headers={"Content-Disposition": 'attachment; filename="matrix.xlsx"'},
    )
