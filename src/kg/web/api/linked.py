"""Linked data: every IRI of the data answers here, with its page or its RDF."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse
from rdflib import URIRef

from kg.vocabulary import checked_iri
from kg.web.api.context import ReaderDependency
from kg.web.api.paths import page_of
from kg.web.api.reader import Reader
from kg.web.api.terms import sparql_term

router = APIRouter(tags=["linked data"])

_FORMATS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "json",
    "text/html": "",
    "application/xhtml+xml": "",
    "text/*": "",
    "*/*": "",
}


def is_known(reader: Reader, iri: str) -> bool:
    """Return whether the graph says anything about or with an IRI."""
    term = sparql_term(URIRef(iri))
    query = f"SELECT ?p WHERE {{ {{ {term} ?p ?o }} UNION {{ ?s ?p {term} }} }} LIMIT 1"
    return bool(reader.rows(query))


@router.get("/id/{key:path}", status_code=303, response_class=RedirectResponse)
def dereference(key: str, request: Request, reader: ReaderDependency) -> RedirectResponse:
    """See other: the page of an entity for browsers, its RDF or JSON for those who ask for it."""
    iri = checked_iri(f"{reader.base}{key}")
    if not is_known(reader, iri):
        raise HTTPException(404, f"the graph says nothing about <{iri}>")
    chosen = _chosen(request.headers.get("accept") or "*/*")
    if chosen is None:
        raise HTTPException(406, f"offered: {', '.join(_FORMATS)}")
    target = f"/api/entity?iri={quote(iri, safe='')}&format={chosen}"
    location = target if chosen else page_of(iri, reader.base)
    return RedirectResponse(location, 303, {"Vary": "Accept"})


def _chosen(accept: str) -> str | None:
    best, found = 0.0, None
    for part in accept.lower().split(","):
        media, *options = (piece.strip() for piece in part.split(";"))
        try:
            weight = next((float(each[2:]) for each in options if each.startswith("q=")), 1.0)
        except ValueError:
            continue
        if media in _FORMATS and weight > best:
            best, found = weight, _FORMATS[media]
    return found
