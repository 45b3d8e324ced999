"""What every process that holds the engine shares: evaluation, formats and its errors as ours."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store.copying import NO_SOURCE
from kg.store.frames import RefusedQuery
from kg.store.tokens import has_dataset, read_tokens, unescape

Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "text/n3": ox.RdfFormat.N3,
}
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_POSITION = re.compile(r"at (\d+):(\d+)")
_POSITION_RDF = re.compile(r"at line (\d+) (?:between columns (\d+)|column (\d+))")
_RUN = re.compile(r"expected (?:one of )?(.*)", re.DOTALL)
_CONFLICT = re.compile(r"The graph .* already exists|The graph .* does not exist")


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """The dataset of a query.

    Attributes:
        union: the default graph is the union of all graphs, where the query names no dataset.
        default_graphs: graphs that make up the default graph, by the protocol.
        named_graphs: graphs that GRAPH can reach, by the protocol.
        base: what relative IRIs are resolved against.
    """

    union: bool = True
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None


def evaluate(engine: ox.Store, query: str, options: QueryOptions) -> Answer:
    """Start a query; rows come while iterating over or serialising the answer."""
    if options.default_graphs is not None or options.named_graphs is not None:
        return engine.query(
            query,
            base_iri=options.base,
            default_graph=[ox.NamedNode(name) for name in options.default_graphs or ()],
            named_graphs=[ox.NamedNode(name) for name in options.named_graphs or ()],
        )
    union = options.union and not has_own_dataset(query)
    return engine.query(query, base_iri=options.base, use_default_graph_as_union=union)


def has_own_dataset(query: str) -> bool:
    """Whether the query names its dataset by FROM, which a union must not override."""
    return "from" in unescape(query).lower() and has_dataset(list(read_tokens(unescape(query))))


def rdf_format(media_type: str) -> ox.RdfFormat:
    """Return the engine's format of graphs by canonical media type."""
    return _RDF[media_type]


def result_format(media_type: str) -> ox.QueryResultsFormat:
    """Return the engine's format of results by canonical media type."""
    return _RESULTS[media_type]


@contextlib.contextmanager
def translated(location: str) -> Iterator[None]:
    """Raise the engine's errors as `QueryError` and `StoreError`."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (OSError, RuntimeError, MemoryError) as error:
        raise engine_error(location, error) from error
    except ValueError as error:
        raise QueryError("cannot use the request", str(error)[:200], "") from error


def syntax_error(error: SyntaxError) -> QueryError:
    """Return a mistake in a query or file with its position and without the parser's lists."""
    said = str(error.args[0]) if error.args else ""
    found = _POSITION.search(said) or _POSITION_RDF.search(said)
    line = int(found[1]) if found else None
    column = int(next(filter(None, found.groups()[1:]), 1)) if found else None
    where = f"line {line}, column {column}" if found else "an unknown place"
    return QueryError(
        f"cannot read the text at {where}", _shortened(said), "", line=line, column=column
    )


def _shortened(said: str) -> str:
    expected = _RUN.search(said)
    if expected is None:
        return _POSITION_RDF.sub("", said)[:200]
    wanted = re.split(r",\s+(?=\[|[A-Z])", expected[1])
    plain = [word.strip() for word in wanted if ".." not in word and "\\u" not in word]
    words = [word for word in plain if re.fullmatch(r"[\w ,.'\"@:?-]+", word)]
    return f"expected {' or '.join(words[:6])}" if words else "it does not follow the grammar"


def engine_error(location: str, error: Exception) -> QueryError | StoreError:
    """Return an error of the engine in one line: what, why, what next."""
    said = str(error) or type(error).__name__
    if (conflict := conflict_error(said)) is not None:
        return conflict
    if "function" in said:
        return QueryError("cannot run the query", said[:200], "use a function of SPARQL 1.1")
    what = f"cannot use the store '{location}'"
    if "lock" in said.lower() and isinstance(error, OSError):
        return StoreError(
            what, "it is in use by another process", "stop that one or choose another directory"
        )
    if "Directory exists" in said:
        return StoreError("cannot copy the store", "the directory exists", "choose another")
    if "corrupt" in said.lower() or (isinstance(error, FileNotFoundError) and "MANIFEST" in said):
        return StoreError(what, "its files are damaged", "restore a backup or build it again")
    if isinstance(error, MemoryError):
        return StoreError(what, "a value is larger than the engine can hold", "")
    return StoreError(what, _reason(said), "check the path, its permissions and the free space")


def conflict_error(said: str) -> RefusedQuery | None:
    """Return what an engine says of graphs that are there or not as an error, if it does."""
    what = "cannot apply the update"
    if NO_SOURCE in said:
        return RefusedQuery("conflict", what, "a graph to copy is not there", "use SILENT")
    found = _CONFLICT.search(said)
    if found is None:
        return None
    return RefusedQuery("conflict", what, found[0][:200], "use SILENT or another graph")


def _reason(said: str) -> str:
    """The last part of an engine's message, which says why without inner paths."""
    return re.sub(r"/\S+", "", said.rsplit(":", 1)[-1]).strip()[:120] or "the engine failed"
