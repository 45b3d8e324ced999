"""The embedded engine as a store: in memory, or in a directory that survives the process."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import pyoxigraph as ox
from rdflib import Graph, URIRef

from kg.errors import QueryError, StoreError
from kg.store.binding import bind
from kg.store.bulk import add_quads, load_file
from kg.store.engine import QueryOptions, evaluate, rdf_format, result_format, translated
from kg.store.formats import DATASET_TYPES, known_type
from kg.store.port import Bindings, Quad, Table, Triple
from kg.store.snapshots import PrivateCopy
from kg.store.terms import read_term, write_iri, write_quad


class EmbeddedStore:
    """Oxigraph in this process.

    Args:
        engine: the open engine.
        location: directory, or ``memory:``.
        union: whether the default graph of queries is the union of all graphs.
        writable: whether changes are allowed.
        private: the copy that is open, which is removed with this store.
    """

    def __init__(
        self,
        engine: ox.Store,
        location: str,
        *,
        union: bool = True,
        writable: bool = True,
        private: PrivateCopy | None = None,
    ) -> None:
        self._engine: ox.Store | None = engine
        self.location, self.union, self.writable = location, union, writable
        self._lock, self._private = threading.RLock(), private
        self._birth, self._changes = uuid.uuid4().hex[:12], 0

    @property
    def version(self) -> str | None:
        """What changes with every change made through this object."""
        return f"{self._birth}-{self._changes}"

    @property
    def engine(self) -> ox.Store:
        """The engine itself, for the other modules of this package.

        Raises:
            StoreError: the store was closed.
        """
        if self._engine is None:
            raise StoreError(f"cannot use the store '{self.location}'", "it is closed", "")
        return self._engine

    def select(self, query: str, bindings: Bindings | None = None) -> Table:
        """Return the rows of a SELECT."""
        with translated(self.location):
            found = self._evaluate(query, bindings)
            if not isinstance(found, ox.QuerySolutions):
                raise QueryError("cannot make a table", "the query is not a SELECT", "")
            names = _selected(found)
            rows = tuple(
                tuple(None if cell is None else read_term(cell) for cell in row) for row in found
            )
        return Table(names, rows)

    def construct(self, query: str, bindings: Bindings | None = None) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        graph = Graph(bind_namespaces="none")
        with translated(self.location):
            found = self._evaluate(query, bindings)
            if not isinstance(found, ox.QueryTriples):
                raise QueryError("cannot make a graph", "the query makes no triples", "")
            for triple in found:
                parts = (triple.subject, triple.predicate, triple.object)
                subject, predicate, value = map(read_term, parts)
                graph.add((subject, predicate, value))
        return graph

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK."""
        with translated(self.location):
            found = self._evaluate(query, bindings)
            if not isinstance(found, ox.QueryBoolean):
                raise QueryError("cannot answer yes or no", "the query is not an ASK", "")
            return bool(found)

    def stream(
        self, query: str, media_type: str, bindings: Bindings | None = None
    ) -> Iterator[bytes]:
        """Iterate over the answer as the engine serialises it; it is made as a whole first."""
        with translated(self.location):
            found = self._evaluate(query, bindings)
            triples = isinstance(found, ox.QueryTriples)
            name = known_type(media_type, results=not triples)
            if isinstance(found, ox.QueryTriples):
                data = found.serialize(format=rdf_format(name))
            else:
                data = found.serialize(format=result_format(name))
        yield data or b""

    def update(self, update: str) -> None:
        """Apply a SPARQL Update, all of it or nothing."""
        with self._change():
            self.engine.update(update)

    def load(
        self,
        data: bytes | Iterable[Quad],
        media_type: str = "application/n-quads",
        *,
        into: str | None = None,
        base: str | None = None,
    ) -> None:
        """Add quads, or a file in an RDF format, all of it or nothing."""
        if isinstance(data, bytes):
            name = known_type(media_type, results=False)
            graph = None if into is None else write_iri(into)
            with self._change():
                load_file(self.engine, self._directory, data, name, into=graph, base=base)
            return
        quads = [write_quad(quad[:3], quad[3] or into) for quad in data]
        with self._change():
            add_quads(self.engine, self._directory, quads)

    def replace_graph(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make ``graph`` hold exactly ``triples``, in one transaction."""
        self.replace_graphs({graph: triples})

    def replace_graphs(
        self, graphs: Mapping[str, Iterable[Triple] | bytes], remove: Iterable[str] = ()
    ) -> None:
        """Replace several graphs and remove others, in one transaction."""
        with self._change():
            self.engine.update(replacement(graphs, remove))

    def remove_graph(self, graph: str) -> None:
        """Remove a graph; one that is not there is no error."""
        with self._change():
            self.engine.remove_graph(write_iri(graph))

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all named graphs, sorted."""
        with translated(self.location):
            names = [name.value for name in self.engine.named_graphs()]
        return tuple(URIRef(name) for name in sorted(names))

    def dump(
        self,
        out: BinaryIO,
        media_type: str = "application/n-quads",
        *,
        graph: str | None = None,
    ) -> None:
        """Write everything, or one graph, in an RDF format."""
        name = known_type(media_type, results=False)
        with translated(self.location):
            if graph is None and name in DATASET_TYPES:
                self.engine.dump(out, rdf_format(name))
            elif graph is None:
                triples = self.engine.query(
                    "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
                )
                triples.serialize(out, rdf_format(name))  # type: ignore[arg-type]
            else:
                self.engine.dump(out, rdf_format(name), from_graph=write_iri(graph))

    def size(self) -> int:
        """Count the quads."""
        with translated(self.location):
            return len(self.engine)

    def snapshot(self, directory: Path) -> None:
        """Write the store as it is now into a new directory, by hard links where it can.

        Raises:
            StoreError: the directory exists or cannot be written.
        """
        with self._lock, translated(self.location):
            if self.location != "memory:":
                self.engine.flush()
                self.engine.backup(str(directory))
                return
            copy = ox.Store(str(directory))
            copy.bulk_extend(self.engine)
            for name in self.engine.named_graphs():
                copy.add_graph(name)
            copy.flush()

    def close(self) -> None:
        """Release the store; what was written is on disk."""
        if self._engine is not None and self.location != "memory:" and self.writable:
            with contextlib.suppress(OSError):
                self._engine.flush()
        self._engine = None
        if self._private is not None:
            self._private.remove()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    @property
    def _directory(self) -> Path | None:
        return None if self.location == "memory:" else Path(self.location)

    def _evaluate(
        self, query: str, bindings: Bindings | None
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        text = bind(query, bindings) if bindings else query
        return evaluate(self.engine, text, QueryOptions(union=self.union))

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        if not self.writable:
            raise StoreError(
                f"cannot change the store '{self.location}'", "it is open for reading only", ""
            )
        with self._lock, translated(self.location):
            yield
            if self.location != "memory:":
                self.engine.flush()
            self._changes += 1


def replacement(graphs: Mapping[str, Iterable[Triple] | bytes], remove: Iterable[str]) -> str:
    """Return the update that replaces and removes graphs; an update is one transaction."""
    steps = [f"DROP SILENT GRAPH {write_iri(name)}" for name in (*remove, *graphs)]
    for name, triples in graphs.items():
        lines = write_lines(triples).decode("utf-8")
        if lines:
            steps.append(f"INSERT DATA {{ GRAPH {write_iri(name)} {{\n{lines}}} }}")
        else:
            steps.append(f"CREATE SILENT GRAPH {write_iri(name)}")
    return ";\n".join(steps)


def write_lines(triples: Iterable[Triple] | bytes) -> bytes:
    """Return triples as N-Triples; bytes are N-Triples already."""
    if isinstance(triples, bytes):
        return triples
    quads = [write_quad(triple, None).triple for triple in triples]
    return ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b""


def _selected(found: ox.QuerySolutions) -> tuple[str, ...]:
    return tuple(variable.value for variable in found.variables)
