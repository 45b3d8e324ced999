"""The SPARQL editor for browsers; the endpoint itself shows it where a browser asks for HTML."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from kg.errors import KgError
from kg.queries import Family, load_catalogue
from kg.vocabulary import compress, prefix_header, prefixes
from kg.web.pages.frame import View
from kg.web.pages.query import words

FORMATS = (
    ("application/sparql-results+json", "JSON"),
    ("text/csv", "CSV"),
    ("text/tab-separated-values", "TSV"),
    ("application/sparql-results+xml", "XML"),
    ("text/turtle", "Turtle"),
    ("application/ld+json", "JSON-LD"),
    ("application/n-triples", "N-Triples"),
    ("application/rdf+xml", "RDF/XML"),
)
_FIRST = {
    "zh": """
# 每个领域由谁牵头
SELECT ?领域 ?牵头单位 (COUNT(DISTINCT ?o) AS ?任务数) WHERE {
  ?a rg:role rg:lead ; rg:agent ?agent ; rg:obligation ?o .
  ?o rg:inDomain ?domain .
  ?agent skos:prefLabel ?牵头单位 . FILTER(LANG(?牵头单位) = "zh")
  ?domain skos:prefLabel ?领域 . FILTER(LANG(?领域) = "zh")
} GROUP BY ?领域 ?牵头单位 ORDER BY DESC(?任务数) LIMIT 50
""",
    "en": """
# who leads which domain
SELECT ?domain ?lead (COUNT(DISTINCT ?o) AS ?duties) WHERE {
  ?a rg:role rg:lead ; rg:agent ?body ; rg:obligation ?o .
  ?o rg:inDomain ?field .
  ?body skos:prefLabel ?lead . FILTER(LANG(?lead) = "en")
  ?field skos:prefLabel ?domain . FILTER(LANG(?domain) = "en")
} GROUP BY ?domain ?lead ORDER BY DESC(?duties) LIMIT 50
""",
}
_FOLDERS: tuple[tuple[Family, str, str], ...] = (
    ("questions", "问题", "Questions"),
    ("checks", "盲点检查", "Blind-spot checks"),
    ("views", "视图", "Views"),
)


async def sparql_page(request: Request) -> Response:
    """Return the page of the editor; the endpoint shows it where a browser asks for HTML."""
    return await run_in_threadpool(show_editor, request)


def show_editor(request: Request) -> Response:
    """Return the editor with the query of the address, examples, and the words to complete."""
    view = View(request)
    query = words(request, "query", 20_000) or _example(view)
    return view.page(
        "sparql.html",
        query=query,
        formats=FORMATS,
        examples=_examples(view),
        origin=f"{request.url.scheme}://{request.url.netloc}" if _is_local(request) else "",
        vocabulary=_embedded(_vocabulary(view)),
    )


def _is_local(request: Request) -> bool:
    # A foreign Host must never get into the page, so only loopback addresses are shown.
    return request.url.hostname in ("127.0.0.1", "localhost")


def _used_prefixes(text: str, base: str) -> str:
    lines = prefix_header(base).splitlines()
    return "\n".join(line for line in lines if f"{line.split()[1]}" in text)


def _example(view: View) -> str:
    text = _FIRST[view.lang]
    return f"{_used_prefixes(text, view.reader.base)}{text}"


def _examples(view: View) -> list[dict[str, Any]]:
    """Return the named queries by their folders, the first of them a query to begin with."""
    first = {"label": view.t("谁牵头哪个领域", "Who leads which domain"), "query": _example(view)}
    try:
        catalogue = load_catalogue()
    except KgError:
        return [{"label": view.t("问题", "Questions"), "queries": [first]}]
    groups: list[dict[str, Any]] = []
    for folder, zh, en in _FOLDERS:
        queries = [
            {"label": view.t(query.summary, query.summary_en or query.summary), "query": query.text}
            for query in catalogue.of(folder)
        ]
        groups.append(
            {"label": view.t(zh, en), "queries": [*([] if groups else [first]), *queries]}
        )
    return groups


@lru_cache(maxsize=8)
def _terms(version: str, rows: tuple[tuple[str, str], ...], base: str) -> list[dict[str, str]]:
    return [{"name": compress(iri, base), "label": label} for iri, label in rows]


def _vocabulary(view: View) -> dict[str, Any]:
    """Return prefixes and the classes and properties of the ontology in the store."""
    rows = view.reader.rows(
        "SELECT DISTINCT ?term ?label WHERE { VALUES ?c { owl:Class owl:ObjectProperty "
        "owl:DatatypeProperty } ?term a ?c ; rdfs:label ?label . FILTER(LANG(?label) = "
        f"'{view.lang}') }} ORDER BY ?term LIMIT 1000"
    )
    pairs = tuple((str(term), str(label)) for term, label in rows)
    terms = _terms(str(getattr(view.reader.store, "version", "")), pairs, view.reader.base)
    return {"prefixes": {**prefixes(), "id": view.reader.base}, "terms": terms}


def _embedded(content: object) -> Markup:
    """Return JSON that is safe inside a script element of a page."""
    text = json.dumps(content, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
