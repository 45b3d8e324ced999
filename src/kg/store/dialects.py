"""What differs between SPARQL 1.1 engines behind their standard protocol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine wants to be spoken to.

    Attributes:
        name: of the engine, for messages.
        update: from the query address to the update address.
        graph_store: from the query address to the Graph Store address; None where it has none.
        graph_parameter: the parameter that names a graph there.
        union_parameter: request parameter that makes the default graph the union; without one
            the graphs are listed by the standard protocol.
        one_transaction: an update of several operations is applied as a whole.
        default_graph: whether the default graph proper can be written.
        plain_default: a query without a dataset sees the default graph proper.
        system_graphs: what the names of the engine's own graphs begin with.
    """

    name: str
    update: Callable[[str], str]
    graph_store: Callable[[str], str | None]
    graph_parameter: str = "graph"
    union_parameter: tuple[str, str] | None = None
    one_transaction: bool = True
    default_graph: bool = True
    plain_default: bool = True
    system_graphs: tuple[str, ...] = ()


def _sibling(*names: str) -> Callable[[str], str]:
    """Replace the last step of a path by the first name, keep it where it already is one."""

    def sibling(address: str) -> str:
        head, _, tail = address.rstrip("/").rpartition("/")
        return f"{head}/{names[0]}" if tail in ("query", "sparql") else address

    return sibling


OXIGRAPH = Dialect(
    "Oxigraph",
    _sibling("update"),
    _sibling("store"),
    union_parameter=("union-default-graph", ""),
)
VIRTUOSO = Dialect(
    "Virtuoso",
    lambda address: address,
    lambda address: address.replace("/sparql", "/sparql-graph-crud"),
    graph_parameter="graph-uri",
    one_transaction=False,
    default_graph=False,
    system_graphs=(
        "http://www.openlinksw.com/",
        "http://www.w3.org/ns/ldp#",
        "http://www.w3.org/2002/07/owl#",
        "http://localuriqaserver/",
        "urn:activitystreams-owl:",
        "virtrdf-label",
    ),
)
OURS = Dialect(
    "responsibility-kg",
    lambda address: f"{address.rstrip('/')}/update",
    lambda address: address.replace("/sparql", "/rdf-graph-store"),
    # Such a service decides by its own settings what a query sees.
    plain_default=False,
)
STANDARD = Dialect("SPARQL 1.1", _sibling("update"), lambda address: None)

DIALECTS = (OXIGRAPH, VIRTUOSO, OURS)


def recognise(server: str) -> Dialect:
    """Return the dialect of an engine by its ``Server`` header."""
    for dialect in DIALECTS:
        if dialect.name.lower() in server.lower():
            return dialect
    return STANDARD
