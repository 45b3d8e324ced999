"""Canonical N-Quads: the same graph always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import VocabularyError
from kg.vocabulary import DEFAULT_BASE, bind_prefixes, prefixes

Quad = tuple[Node, Node, Node, URIRef]

# https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples
_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}


def canonical_nquads(quads: Iterable[Quad]) -> bytes:
    """Return the quads as canonical N-Quads, sorted, one per line, without duplicates.

    Raises:
        VocabularyError: a term is a blank node, which has no stable name.
    """
    lines = {" ".join((*map(_write_term, quad), ".\n")) for quad in quads}
    return "".join(sorted(lines)).encode("utf-8")


def write_trig(quads: Iterable[Quad], base: str = DEFAULT_BASE) -> str:
    """Return the quads as TriG with the project's prefixes."""
    graphs: dict[URIRef, Graph] = {}
    for subject, predicate, value, name in quads:
        graph = graphs.setdefault(name, bind_prefixes(Graph(bind_namespaces="none"), base))
        graph.add((subject, predicate, value))
    head = "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in {**prefixes(), "id": base}.items()
    )
    parts = (f"\n<{name}> {{\n{_turtle_body(graph)}}}\n" for name, graph in sorted(graphs.items()))
    return head + "".join(parts)


def _turtle_body(graph: Graph) -> str:
    """Return a graph as Turtle without its prefix lines, which TriG allows outside graphs only."""
    lines = graph.serialize(format="turtle").splitlines(keepends=True)
    return "".join(dropwhile(lambda line: line.startswith("@prefix") or not line.strip(), lines))


def _write_term(term: Node) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, Literal):
        text = f'"{str(term).translate(_ESCAPES)}"'
        if term.language:
            return f"{text}@{term.language}"
        plain = term.datatype is None or term.datatype == XSD.string
        return text if plain else f"{text}^^<{term.datatype}>"
    kind = "blank node" if isinstance(term, BNode) else type(term).__name__
    raise VocabularyError(f"cannot write '{term}'", f"a {kind} has no stable name", "mint an IRI")
