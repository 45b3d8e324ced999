"""Short questions to the store and the terms of their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef

from kg.store import Store
from kg.store.binding import write_term

PREFIXES = """PREFIX rg: <https://w3id.org/responsibility/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_CHUNK = 2000


def ask(store: Store, where: str, variables: str) -> Iterator[Mapping[str, object]]:
    """Iterate over the distinct rows of a pattern."""
    table = store.select(f"{PREFIXES}SELECT DISTINCT {variables} WHERE {{ {where} }}")
    yield from table


def ask_about(
    store: Store, iris: Iterable[str], where: str, variables: str
) -> Iterator[Mapping[str, object]]:
    """Iterate over the rows of a pattern with ``?this`` being one of the IRIs, in portions."""
    wanted = list(dict.fromkeys(iris))
    for begin in range(0, len(wanted), _CHUNK):
        terms = " ".join(write_term(URIRef(iri)) for iri in wanted[begin : begin + _CHUNK])
        yield from ask(store, f"VALUES ?this {{ {terms} }} {where}", f"?this {variables}")


def text(term: object) -> str:
    """Return a cell as text; an empty cell is empty text."""
    return "" if term is None else str(term)
