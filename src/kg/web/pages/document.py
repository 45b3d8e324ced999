"""The page of a document: its text with everything that was read out of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from rdflib import URIRef
from rdflib.namespace import RDF

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.documents import build_documents, find_text
from kg.web.i18n import word
from kg.web.pages.entities import missing
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.marking import Line, mark_lines, parse_highlight
from kg.web.pages.query import words

router = APIRouter(include_in_schema=False)

# What comes first in the margin: who leads, by when, then the rest.
_RANK = {"lead": 0, "due": 1, "shared": 2, "": 3, "cooperate": 4}
_TONES = {"Deadline": "due"}
_SHOWN = ("Assignment", "Deadline", "Target", "Citation", "Obligation")


@router.get("/documents/{key}")
def show_document(key: str, view: ViewDependency) -> Response:
    """Show a document; ``hl=line.start-end`` highlights words, ``gaps=1`` shows what was missed."""
    builder = Builder(view.reader, view.lang)
    iri = f"{view.reader.base}document/{key}"
    entity = builder.bundle.get(iri) if _is_key(key) else None
    if entity is None or URIRef(RG.Document) not in entity.all(RDF.type):
        return missing(view, 404, view.t("没有这份文件", "There is no such document"), key)
    (document,) = build_documents(builder, [iri])
    text = find_text(builder, iri, words(view.request, "version", 64) or None)
    lines = mark_lines(text, parse_highlight(words(view.request, "hl", 40))) if text else []
    return view.page(
        "document.html",
        document=document,
        text=text,
        lines=[_shown(view, line) for line in lines],
        gaps=sum(each.about.type == "Gap" for each in text.stretches) if text else 0,
        gaps_shown=words(view.request, "gaps") == "1",
    )


def _is_key(key: str) -> bool:
    return key.isascii() and all(char.isalnum() or char in "._-~" for char in key)


def _shown(view: View, line: Line) -> dict[str, Any]:
    facts: dict[tuple[str, str], dict[str, str]] = {}
    for stretch in line.stretches:
        kind = stretch.about.type or ""
        if kind not in _SHOWN or stretch.line != line.number:
            continue
        role = stretch.role if kind == "Assignment" else None
        facts.setdefault(
            (stretch.about.iri, role or kind),
            {
                "kind": word("role", role, view.lang) if role else word("kind", kind, view.lang),
                "tone": role or _TONES.get(kind, ""),
                "label": stretch.about.label,
                "page": stretch.about.page,
            },
        )
    return {
        "number": line.number,
        "html": line.html,
        "heading": line.heading,
        "facts": sorted(facts.values(), key=lambda fact: _RANK.get(fact["tone"], 9)),
    }
