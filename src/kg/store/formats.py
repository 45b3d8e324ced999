"""The media types the stores read and write, by kind of answer."""

from __future__ import annotations

from typing import Final

from kg.errors import QueryError

RDF_SUFFIXES: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "text/n3": "n3",
}
RESULT_SUFFIXES: Final = {
    "application/sparql-results+json": "srj",
    "application/sparql-results+xml": "srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
DATASET_TYPES: Final = ("application/n-quads", "application/trig", "application/ld+json")
ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
    "text/x-nquads": "application/n-quads",
    "application/x-trig": "application/trig",
    "text/rdf+n3": "text/n3",
}


def known_type(media_type: str, *, results: bool) -> str:
    """Return the canonical media type without parameters.

    Args:
        media_type: as a client names it.
        results: whether a format of result tables is wanted, else one of graphs.

    Raises:
        QueryError: there is no such format.
    """
    bare = media_type.partition(";")[0].strip().lower()
    known = RESULT_SUFFIXES if results else RDF_SUFFIXES
    for name in (bare, ALIASES.get(bare, "")):
        if name in known:
            return name
    if results and bare == "text/xml":
        return "application/sparql-results+xml"
    if not results and bare in ("application/json", "application/xml"):
        return "application/ld+json" if bare.endswith("json") else "application/rdf+xml"
    raise QueryError(f"cannot write '{bare}'", "no such format", f"known: {', '.join(known)}")
