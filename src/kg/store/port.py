"""The port every adapter implements; terms are rdflib's, errors are this package's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

Term = URIRef | Literal | BNode
Triple = tuple[Node, Node, Node]
Quad = tuple[Node, Node, Node, URIRef | None]
Bindings = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: columns in the order of the query, None for an unbound cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        """Iterate over the rows as dicts by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)


class Store(Protocol):
    """A graph that can be asked and changed.

    The default graph of queries is the union of all graphs unless the store was opened as
    ``separate``; an engine may list a triple once for each graph that holds it, so queries over
    what several graphs repeat say DISTINCT. The WHERE of an update sees the default graph proper, so it names its graphs.
    Every change is one transaction: all of it or nothing. ``bindings`` fill the slots
    ``VALUES ?name { UNDEF }`` of a query with serialised terms (`kg.store.bind`).

    Methods raise only `StoreError` (the store cannot be reached, read or written) and
    `QueryError` (the text is at fault, with line and column where known).
    """

    @property
    def location(self) -> str:
        """Where the store is: a directory, ``memory:`` or an address."""
        ...

    @property
    def version(self) -> str | None:
        """What changes with every change of the graph; None where nobody can know."""
        ...

    @property
    def writable(self) -> bool:
        """Whether changes are possible at all."""
        ...

    def select(self, query: str, bindings: Bindings | None = None) -> Table:
        """Return the rows of a SELECT."""
        ...

    def construct(self, query: str, bindings: Bindings | None = None) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        ...

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK."""
        ...

    def stream(
        self, query: str, media_type: str, bindings: Bindings | None = None
    ) -> Iterator[bytes]:
        """Iterate over the answer as the engine itself serialises it."""
        ...

    def update(self, update: str) -> None:
        """Apply a SPARQL Update, all of it or nothing."""
        ...

    def load(
        self,
        data: bytes | Iterable[Quad],
        media_type: str = "application/n-quads",
        *,
        into: str | None = None,
        base: str | None = None,
    ) -> None:
        """Add quads, or a file in an RDF format, in one transaction.

        Args:
            data: quads of rdflib terms (graph None = default graph), or the bytes of a file.
            media_type: format of the bytes.
            into: graph for the triples that name none; default graph without it.
            base: what relative IRIs are resolved against.
        """
        ...

    def replace_graph(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make ``graph`` hold exactly ``triples``, in one transaction."""
        ...

    def replace_graphs(
        self, graphs: Mapping[str, Iterable[Triple] | bytes], remove: Iterable[str] = ()
    ) -> None:
        """Replace several graphs and remove others, in one transaction.

        Args:
            graphs: for each name its triples, or the same as N-Triples, which is faster.
            remove: names of the graphs to remove.
        """
        ...

    def remove_graph(self, graph: str) -> None:
        """Remove a graph; one that is not there is no error."""
        ...

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all named graphs, sorted."""
        ...

    def dump(
        self,
        out: BinaryIO,
        media_type: str = "application/n-quads",
        *,
        graph: str | None = None,
    ) -> None:
        """Write everything, or one graph, in an RDF format."""
        ...

    def size(self) -> int:
        """Count the quads."""
        ...

    def close(self) -> None:
        """Release the store; it is not used after."""
        ...

    def __enter__(self) -> Self:
        """Return the store itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        ...
