"""Terms of the embedded engine to rdflib's and back, at the edge of the adapter."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import QueryError
from kg.store.port import Term

_STRING = str(XSD.string)


def read_term(term: object) -> Term:
    """Return an engine's term as rdflib's.

    Raises:
        QueryError: it is a triple term, which rdflib cannot hold.
    """
    if isinstance(term, ox.NamedNode):
        # What the engine holds is a valid IRI: looking at each again is half of what reading costs.
        return str.__new__(URIRef, term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == _STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=str.__new__(URIRef, datatype), normalize=False)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise QueryError("cannot read a triple term", "rdflib has none", "ask for its parts")


def write_subject(term: Node) -> ox.NamedNode | ox.BlankNode:
    """Return the subject of a triple as the engine's term."""
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    return write_iri(term)


def write_iri(term: Node | str) -> ox.NamedNode:
    """Return an IRI as the engine's term.

    Raises:
        QueryError: it is not a valid IRI.
    """
    try:
        return ox.NamedNode(str(term))
    except ValueError as error:
        raise QueryError(f"cannot use '{str(term)[:200]}' as an IRI", str(error), "") from error


def write_object(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the object of a triple as the engine's term."""
    if not isinstance(term, Literal):
        return write_subject(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=write_iri(term.datatype))


def write_quad(triple: tuple[Node, Node, Node], graph: str | URIRef | None, /) -> ox.Quad:
    """Return a triple in a graph (None = default graph) as the engine's quad."""
    subject, predicate, value = triple
    name = ox.DefaultGraph() if graph is None else write_iri(graph)
    return ox.Quad(write_subject(subject), write_iri(predicate), write_object(value), name)
