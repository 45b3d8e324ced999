"""Evidence: the passages of documents that prove what the graph says, and quotes checked on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import Literal, URIRef

from kg.errors import QueryError, VocabularyError
from kg.mcp.citations import Match, Searched, around, verdict_of
from kg.mcp.source import View
from kg.store.binding import write_term
from kg.store.port import Bindings
from kg.vocabulary import expand

LONGEST_QUOTE = 5000
_MOST_EVIDENCE = 20
_QUOTED = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "«": "»"}

_PLACES = """SELECT DISTINCT ?e ?quote ?line ?start ?end ?endLine ?begin ?stop ?version ?document
  ?title WHERE {
  VALUES ?e { %s }
  ?e rg:quote ?quote ; oa:hasSource ?version ; rg:line ?line ; rg:start ?start ; rg:end ?end ;
     nif:beginIndex ?begin ; nif:endIndex ?stop .
  OPTIONAL { ?e rg:endLine ?endLine }
  ?version rg:versionOf ?document .
  OPTIONAL { ?document dct:title ?title }
} ORDER BY ?version ?begin ?stop"""
# What proves a thing that has no passage of its own: the mentions of a body, say, and whatever
# says who must do a duty.
_PROVING = """SELECT DISTINCT ?e ?proves ?why WHERE {
  VALUES ?thing { UNDEF }
  { ?thing rg:evidence ?e . BIND(?thing AS ?proves) BIND("itself" AS ?why) }
  UNION { ?proves rg:obligation ?thing ; rg:evidence ?e . BIND("assignment" AS ?why) }
  UNION { ?proves rg:covers ?thing ; rg:evidence ?e . BIND("statement" AS ?why) }
  UNION { ?proves rg:agent ?thing ; rg:evidence ?e . BIND("mention" AS ?why) }
  UNION { ?proves rg:aboutDomain ?thing ; rg:evidence ?e . BIND("section" AS ?why) }
  UNION { ?thing rg:hasDeadline ?proves . ?proves rg:evidence ?e . BIND("deadline" AS ?why) }
  UNION { ?proves rg:source ?thing ; rg:evidence ?e . BIND("citation" AS ?why) }
} ORDER BY ?why ?e"""
_ORDER = ("itself", "statement", "assignment", "deadline", "section", "mention", "citation")
_TEXT = "SELECT ?text WHERE { VALUES ?version { UNDEF } ?version rg:text ?text } LIMIT 1"
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


def iri_of(view: View, name: str) -> str | None:
    """Return the IRI that an IRI, ``<IRI>`` or CURIE stands for; None for any other words."""
    try:
        return str(expand(name.strip(), view.base))
    except VocabularyError:
        return None


def places(view: View, iris: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return for each evidence IRI its passage: quote, document, line and offsets."""
    wanted = " ".join(write_term(URIRef(iri)) for iri in dict.fromkeys(iris))
    found: dict[str, dict[str, Any]] = {}
    for row in view.rows(_PLACES % wanted) if wanted else ():
        place: dict[str, Any] = {
            "iri": row["e"],
            "text": row["quote"],
            "document": row.get("title", row["document"]),
            "document_iri": row["document"],
            "version_iri": row["version"],
            "line": int(row["line"]),
            "start": int(row["start"]),
            "end": int(row["end"]),
            "begin_index": int(row["begin"]),
            "end_index": int(row["stop"]),
        }
        if row.get("endLine", row["line"]) != row["line"]:
            place["end_line"] = int(row["endLine"])
        found.setdefault(row["e"], place)
    return found


def evidence_of(view: View, name: str, context: int = 120) -> dict[str, Any]:
    """Return the passages that prove a thing, each with the text around it.

    Args:
        view: the graph.
        name: IRI or CURIE of evidence, or of anything that evidence exists for.
        context: characters before and after each passage.

    Raises:
        VocabularyError: it is no IRI.
    """
    iri = str(expand(name.strip(), view.base))
    proving = [{"e": iri, "proves": iri, "why": "itself"}]
    if not (found := places(view, [iri])):
        proving = view.rows(_PROVING, {"thing": URIRef(iri)})
        proving.sort(key=lambda row: (_ORDER.index(row["why"]), row["e"]))
        found = places(view, [row["e"] for row in proving])
    shown: dict[str, dict[str, Any]] = {}
    for row in proving:
        if row["e"] in found and row["e"] not in shown:
            # A body's mention lies within its statement, which is shown with its surroundings.
            reach = min(context, 20) if row["why"] == "assignment" else context
            place = surrounded(view, found[row["e"]], reach)
            shown[row["e"]] = {"why": row["why"], "proves": row["proves"], **place}
    kept = list(shown.values())[:_MOST_EVIDENCE]
    if kept:
        more = f", the first {len(kept)} shown" if len(shown) > len(kept) else ""
        message = f"{len(shown)} passage(s){more}"
    elif known(view, iri):
        message = f"0 passages: the graph knows <{iri}> but holds no passage that proves it"
    else:
        message = (
            f"0 passages: the graph says nothing about <{iri}>; find IRIs with search or look_up"
        )
    return {"iri": iri, "evidence": kept, "total": len(shown), "message": message}


def known(view: View, iri: str) -> bool:
    """Whether the graph says anything about an IRI."""
    term = {"thing": URIRef(iri)}
    return bool(view.rows("SELECT ?p WHERE { VALUES ?thing { UNDEF } ?thing ?p ?o } LIMIT 1", term))


def surrounded(view: View, place: dict[str, Any], reach: int) -> dict[str, Any]:
    """Return a passage with what stands around it, and whether the document still says it there."""
    text = text_of(view, place["version_iri"]).text
    start, end = place["begin_index"], place["end_index"]
    return {
        **place,
        **around(text, start, end, reach),
        "stands_in_document": text[start:end] == place["text"],
    }


def text_of(view: View, version: str) -> Searched:
    """Return the whole text of a version of a document; an empty one where the graph has none."""
    if version not in view.texts:
        rows = view.rows(_TEXT, {"version": URIRef(version)})
        view.texts[version] = Searched(rows[0]["text"] if rows else "")
    return view.texts[version]


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
    found = _exact(view, given, searched) or _altered(view, given, searched)
    return {"quote": given, **_verdict(view, given, found, searched)}


_Found = list[tuple[Document, Match]]


def _exact(view: View, quote: str, searched: Sequence[Document]) -> _Found:
    return [(d, match) for d in searched for match in text_of(view, d.version).exact(quote)]


def _altered(view: View, quote: str, searched: Sequence[Document]) -> _Found:
    close = [(d, text_of(view, d.version).altered(quote)) for d in searched]
    found = [(d, match) for d, match in close if match is not None]
    return sorted(found, key=lambda pair: -pair[1].likeness)


def _verdict(view: View, quote: str, found: _Found, searched: Sequence[Document]) -> dict[str, Any]:
    names = "、".join(each.title for each in searched[:5])
    where = f"{len(searched)} document(s): {names}"
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
