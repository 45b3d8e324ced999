"""Quotes checked on the documents of the graph."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import Literal, URIRef

from kg.errors import QueryError
from kg.mcp.citations import Match, verdict_of
from kg.mcp.proving import iri_of, text_of
from kg.mcp.source import View
from kg.store.port import Bindings

LONGEST_QUOTE = 2000
_MOST_SECONDS = 10.0
_QUOTED = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "«": "»"}

_VERSIONS = """SELECT DISTINCT ?version ?document ?title ?name ?number ?index WHERE {
  ?document rg:currentVersion ?version .
  OPTIONAL { ?document dct:title ?title }
  OPTIONAL { ?version rg:fileName ?name }
  OPTIONAL { ?document rg:documentNumber ?number }
  OPTIONAL { ?document dct:identifier ?index }
} ORDER BY ?document"""


@dataclass(frozen=True)
class Document:
    """The newest version of a document, and what it goes by."""

    version: str
    iri: str
    title: str
    names: tuple[str, ...]


def documents(view: View) -> list[Document]:
    """Return all documents in their newest version."""
    found: dict[str, Document] = {}
    for row in view.rows(_VERSIONS):
        names = [row[key] for key in ("title", "name", "number", "index") if key in row]
        title = row.get("title", row["document"])
        found.setdefault(
            row["version"],
            Document(
                row["version"], row["document"], title, (row["document"], row["version"], *names)
            ),
        )
    return list(found.values())


def chosen_documents(view: View, name: str | None) -> list[Document]:
    """Return the documents meant by an IRI, CURIE, title, part of it, number or file name.

    Raises:
        QueryError: none is meant.
    """
    everything = documents(view)
    if not name or not name.strip():
        return everything
    wanted = _plain(name)
    iri = iri_of(view, name)
    whole = [d for d in everything if iri in d.names or wanted in map(_plain, d.names)]
    found = whole or [d for d in everything if any(wanted in _plain(n) for n in d.names[2:])]
    if not found:
        titles = "、".join(d.title for d in everything[:10])
        raise QueryError(
            f"cannot check on the document '{name[:100]}'", "the graph holds no such document",
            f"it holds {len(everything)}: {titles}",
        )  # fmt: skip
    return found


def check_quote(view: View, quote: str, document: str | None = None) -> dict[str, Any]:
    """Return whether documents say a quote: exact, altered with the true words, or not found.

    Raises:
        QueryError: there is nothing to check, it is too long, or no such document exists.
    """
    given = _unquoted(quote)
    if not given:
        raise QueryError("cannot check the quote", "it is empty", "give the words to check")
    if len(given) > LONGEST_QUOTE:
        raise QueryError(
            "cannot check the quote", f"it has more than {LONGEST_QUOTE:,} characters", "split it"
        )
    searched = chosen_documents(view, document)
    found, compared = _exact(view, given, searched), len(searched)
    if not found:
        found, compared = _altered(view, given, searched)
    return {"quote": given, **_verdict(view, given, found, searched[:compared], len(searched))}


_Found = list[tuple[Document, Match]]


def _exact(view: View, quote: str, searched: Sequence[Document]) -> _Found:
    return [(d, match) for d in searched for match in text_of(view, d.version).exact(quote)]


def _altered(view: View, quote: str, searched: Sequence[Document]) -> tuple[_Found, int]:
    """The places that say nearly the same, the likest first, and how many documents were compared."""
    found: _Found = []
    ends, compared = time.monotonic() + _MOST_SECONDS, 0
    for document in searched:
        if time.monotonic() > ends:
            break
        match = text_of(view, document.version).altered(quote)
        compared += 1
        if match is not None:
            found.append((document, match))
    return sorted(found, key=lambda pair: -pair[1].likeness), compared


def _verdict(
    view: View, quote: str, found: _Found, searched: Sequence[Document], total: int
) -> dict[str, Any]:
    names = "、".join(each.title for each in searched[:5])
    where = f"{len(searched)} document(s): {names}"
    if len(searched) < total:
        where += f"; time ran out before the other {total - len(searched)}, name a document"
    if not found:
        return {
            "verdict": "not_found",
            "places": [],
            "message": f"0 matches, searched {where}; do not present these words as a quote",
        }
    verdict = found[0][1].verdict
    shown = [
        {"document": d.title, "document_iri": d.iri, "version_iri": d.version,
         **verdict_of(text_of(view, d.version).text, quote, match),
         "obligations": _obligations(view, d.version, match)}
        for d, match in found[:5]
    ]  # fmt: skip
    times = sum({d.version: match.times for d, match in found}.values())
    said = f"stands literally, {times} time(s)" if verdict == "exact" else (
        f"not literally: {shown[0]['kind']} differs; quote 'true_text' instead"
    )  # fmt: skip
    return {"verdict": verdict, "places": shown, "message": f"{said}; searched {where}"}


_AROUND = """SELECT DISTINCT ?o WHERE {
  VALUES ?version { UNDEF } VALUES ?from { UNDEF } VALUES ?to { UNDEF }
  ?e oa:hasSource ?version ; nif:beginIndex ?begin ; nif:endIndex ?stop .
  FILTER(?begin < ?to && ?stop > ?from)
  ?o rg:evidence ?e ; a rg:Obligation .
} ORDER BY ?o LIMIT 5"""


def _obligations(view: View, version: str, match: Match) -> list[str]:
    """The obligations whose text holds a passage or part of it."""
    terms: Bindings = {
        "version": URIRef(version),
        "from": Literal(match.start),
        "to": Literal(match.end),
    }
    return [row["o"] for row in view.rows(_AROUND, terms)]


def _plain(text: str) -> str:
    return re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", text)).lower()


def _unquoted(quote: str) -> str:
    """The quote without the quotation marks that a writer put around it."""
    text = quote.strip()
    if len(text) > 2 and _QUOTED.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text
