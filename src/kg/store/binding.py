"""Parameters enter a query as serialised terms, never as text."""

from __future__ import annotations

import re

from rdflib import BNode, Literal, URIRef

from kg.errors import QueryError
from kg.store.port import Bindings, Term

_BAD_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def bind(query: str, bindings: Bindings) -> str:
    """Return the query with each slot ``VALUES ?name { UNDEF }`` filled with its term.

    Raises:
        QueryError: the query has no such slot, or a term cannot be a parameter.
    """
    for name, term in bindings.items():
        if not _NAME.fullmatch(name):
            raise QueryError(f"cannot bind '{name}'", "it is not a variable name", "")
        slot = re.compile(rf"(VALUES\s+\?{name}\s*\{{\s*)UNDEF(\s*\}})", re.IGNORECASE)
        # Inside a replacement text a backslash means a group, so it is doubled.
        written = write_term(term).replace("\\", "\\\\")
        query, found = slot.subn(rf"\g<1>{written}\g<2>", query)
        if not found:
            raise QueryError(
                f"cannot bind '{name}'", f"the query has no slot VALUES ?{name} {{ UNDEF }}", ""
            )
    return query


def write_term(term: Term) -> str:
    """Return a term as SPARQL writes it.

    Raises:
        QueryError: it is a blank node or not a valid IRI.
    """
    if isinstance(term, Literal):
        text = "".join(_ESCAPES.get(char, char) for char in str(term))
        # Codepoint escapes are read before the grammar, so a literal backslash-u stays doubled.
        if term.language:
            if not re.fullmatch(r"[A-Za-z]+(-[A-Za-z0-9]+)*", term.language):
                raise QueryError(f"cannot use '{term.language}'", "not a language tag", "")
            return f'"{text}"@{term.language}'
        return f'"{text}"^^{_write_iri(term.datatype)}' if term.datatype else f'"{text}"'
    if isinstance(term, BNode):
        raise QueryError(f"cannot bind '{term}'", "a blank node is not a parameter", "use an IRI")
    return _write_iri(term)


def _write_iri(iri: URIRef) -> str:
    if ":" not in iri or _BAD_IRI.search(iri):
        raise QueryError(f"cannot bind '{iri[:200]}'", "it is not a valid absolute IRI", "")
    return f"<{iri}>"
