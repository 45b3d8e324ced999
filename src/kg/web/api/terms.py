"""RDF terms as SPARQL text: the only way a value from outside gets into a query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rdflib import URIRef
from rdflib.namespace import XSD

from kg.errors import QueryError
from kg.vocabulary import checked_iri

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}

Value = str | bool | int | Decimal | date | URIRef


def sparql_string(text: str) -> str:
    """Return ``text`` as a SPARQL string literal.

    Raises:
        QueryError: the text holds what no RDF literal can (lone surrogates, U+0000).
    """
    if "\x00" in text or any(0xD800 <= ord(char) < 0xE000 for char in text):
        raise QueryError(
            f"cannot look up {text!a}", "it holds a character no text has", "remove it"
        )
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def sparql_term(value: Value) -> str:
    """Return one value as a SPARQL term.

    Raises:
        QueryError: a text holds characters that no literal can.
        VocabularyError: an IRI is not valid.
    """
    if isinstance(value, URIRef):
        return f"<{checked_iri(str(value))}>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f'"{value}"^^<{XSD.decimal}>' if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"^^<{XSD.date}>'
    return sparql_string(value)


def values_clause(name: str, values: Iterable[Value]) -> str:
    """Return ``VALUES ?name { … }`` with each value as a term."""
    return f"VALUES ?{name} {{ {' '.join(map(sparql_term, values))} }}"
