"""Evidence: the passages of documents that prove what the graph says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rdflib import URIRef

from kg.errors import VocabularyError
from kg.mcp.citations import Searched, around
from kg.mcp.source import View
from kg.store.binding import write_term
from kg.vocabulary import expand

_MOST_EVIDENCE = 20

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
  UNION { ?duty rg:inDomain ?thing . ?proves rg:covers ?duty ; rg:evidence ?e . BIND("statement" AS ?why) }
  UNION { ?proves rg:agent ?thing ; rg:evidence ?e . BIND("mention" AS ?why) }
  UNION { ?proves rg:aboutDomain ?thing ; rg:evidence ?e . BIND("section" AS ?why) }
  UNION { ?thing rg:hasDeadline ?proves . ?proves rg:evidence ?e . BIND("deadline" AS ?why) }
  UNION { ?proves rg:source ?thing ; rg:evidence ?e . BIND("citation" AS ?why) }
} ORDER BY ?why ?e"""
_ORDER = ("itself", "statement", "assignment", "deadline", "section", "mention", "citation")
_TEXT = "SELECT ?text WHERE { VALUES ?version { UNDEF } ?version rg:text ?text } LIMIT 1"


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
