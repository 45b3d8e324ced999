"""The graph as RDF; formats without named graphs hold the union of all of them."""

from __future__ import annotations

from typing import BinaryIO

from kg.exports.request import Request
from kg.vocabulary import Minter

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def write_rdf(request: Request, out: BinaryIO, media_type: str) -> None:
    """Write everything, or the graphs of one document."""
    store = request.store
    if request.document:
        key = request.document.removeprefix(f"{request.base}document/")
        prefix = Minter(request.base).document_graphs(key)
        of_document = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{prefix}'))"
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {of_document} }}"
        for chunk in store.stream(query, _of_triples(media_type)):
            out.write(chunk)
        return
    if media_type == "text/turtle":
        for chunk in store.stream(_ALL, media_type):
            out.write(chunk)
        return
    store.dump(out, media_type)


def _of_triples(media_type: str) -> str:
    """Return the format for one graph's triples; each is valid in the other as well."""
    as_triples = {"application/trig": "text/turtle", "application/n-quads": "application/n-triples"}
    return as_triples.get(media_type, media_type)
