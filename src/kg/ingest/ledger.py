"""What the store knows about the documents in it: the graph ``{base}graph/versions``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF
from rdflib.term import Node

from kg.store import Store, Triple
from kg.vocabulary import RG, Minter


@dataclass(frozen=True, slots=True)
class Known:
    """A document version in the store.

    Attributes:
        graph: name of its graph.
        reader: what read it, see `kg.ingest.reading.reader_iri`.
    """

    graph: URIRef
    document: URIRef
    key: str
    reader: URIRef | None

    @property
    def sha12(self) -> str:
        """The first digits of the hash of its bytes, with which the name of its graph ends."""
        return self.graph.rpartition("/")[2]


class Ledger:
    """The descriptions of all graphs, kept in step with the store.

    Args:
        store: the store that is read once, at the start.
        minter: mints the IRIs.
    """

    def __init__(self, store: Store, minter: Minter) -> None:
        self.graph_iri = minter.graph("versions")
        self._minter = minter
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {self.graph_iri.n3()} {{ ?s ?p ?o }} }}"
        self._graph = store.construct(query)
        prefix = str(minter.iri("document")) + "/"
        known = (self._read(graph, prefix) for graph in self._graph.subjects(RG.describesDocument))
        self._known = {each.sha12: each for each in known}

    def _read(self, graph: Node, prefix: str) -> Known:
        document = URIRef(str(self._graph.value(graph, RG.describesDocument)))
        reader = self._graph.value(graph, PROV.wasAttributedTo)
        return Known(
            URIRef(str(graph)),
            document,
            str(document).removeprefix(prefix),
            URIRef(str(reader)) if reader else None,
        )

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._known)

    def document_keys(self) -> frozenset[str]:
        """Return the keys of the documents in the store."""
        return frozenset(known.key for known in self._known.values())

    def find(self, sha256: str | None) -> Known | None:
        """Return the version with these bytes, where the store has it."""
        return self._known.get(sha256[:12]) if sha256 else None

    def versions_of(self, key: str) -> tuple[Known, ...]:
        """Return the versions of one document in the store."""
        return tuple(known for known in self._known.values() if known.key == key)

    def replaced_by(self, new: Known) -> tuple[Known, ...]:
        """Return the versions that a new one takes the place of.

        They are those of its document, and the one of the same bytes that another reader took for
        another document.
        """
        return tuple(
            known
            for known in self._known.values()
            if known.key == new.key or known.sha12 == new.sha12
        )

    def content_of(self, graph: URIRef) -> str | None:
        """Return the hash of the content of a graph in the store."""
        found = self._graph.value(graph, RG.contentHash)
        return str(found) if found else None

    def enter(self, known: Known, description: Iterable[Triple]) -> None:
        """Write a version instead of what it replaces."""
        for each in self.replaced_by(known):
            self._drop(each)
        for triple in description:
            self._graph.add(triple)
        self._known[known.sha12] = known

    def forget(self, key: str) -> tuple[Known, ...]:
        """Remove a document, and return the versions that were known."""
        versions = self.versions_of(key)
        for known in versions:
            self._drop(known)
        return versions

    def _drop(self, known: Known) -> None:
        self._graph.remove((known.graph, None, None))
        del self._known[known.sha12]

    def source_of(self, part: URIRef) -> URIRef | None:
        """Return what a graph that is not of a document was made from."""
        found = self._graph.value(part, PROV.wasDerivedFrom)
        return URIRef(str(found)) if found else None

    def note(self, part: URIRef, source: URIRef | None) -> None:
        """Write what a graph that is not of a document was made from; None = to be made anew."""
        self._graph.remove((part, None, None))
        if source is not None:
            self._graph.add((part, RDF.type, PROV.Entity))
            self._graph.add((part, PROV.wasDerivedFrom, source))

    def triples(self) -> Graph:
        """Return all descriptions, as they belong in `graph_iri`."""
        return self._graph
