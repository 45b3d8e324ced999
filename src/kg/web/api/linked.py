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
from kg.web.negotiation import negotiate

router = APIRouter(tags=["linked data"])

_FORMATS = {
    "text/html": "",
    "application/xhtml+xml": "",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "json",
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
    media = negotiate(request.headers.get("accept"), list(_FORMATS))
    if media is None:
        raise HTTPException(406, f"offered: {', '.join(_FORMATS)}")
    chosen = _FORMATS[media]
    target = f"/api/entity?iri={quote(iri, safe='')}&format={chosen}"
    location = target if chosen else page_of(iri, reader.base)
    return RedirectResponse(location, 303, {"Vary": "Accept"})
