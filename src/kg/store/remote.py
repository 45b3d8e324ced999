"""Any engine that speaks the SPARQL 1.1 Protocol as a store, through SPARQLWrapper."""

from __future__ import annotations

import contextlib
import copy
import json
import time
import urllib.error
from collections.abc import Collection, Iterable, Iterator, Mapping
from http.client import HTTPException
from itertools import groupby
from types import TracebackType
from typing import Any, BinaryIO, Self
from urllib.parse import urlencode

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from SPARQLWrapper import POST, POSTDIRECTLY, URLENCODED, SPARQLExceptions, SPARQLWrapper

from kg.errors import QueryError, QueryTimeout, StoreError
from kg.store.binding import bind
from kg.store.dialects import Dialect, recognise
from kg.store.embedded import replacement, write_lines
from kg.store.engine import conflict_error, has_own_dataset, rdf_format, translated
from kg.store.formats import DATASET_TYPES, known_type
from kg.store.graph_protocol import GraphStoreClient, send
from kg.store.port import Bindings, Quad, Table, Term, Triple
from kg.store.terms import read_term, write_iri, write_quad
from kg.store.tokens import query_form, read_tokens, unescape

_JSON = "application/sparql-results+json"
_GRAPHS_KEPT_SECONDS = 2.0
# A dataset cannot be listed as empty, so an empty union is asked for by a name nobody uses.
_NO_GRAPH = "urn:x-responsibility-kg:no-graph"
_CHUNK = 1 << 16
_RESTORE_SECONDS = 600.0


class RemoteStore:
    """A SPARQL 1.1 endpoint.

    Args:
        location: address of the query endpoint.
        timeout: seconds a request may take.
        token: bearer token sent to this endpoint.
        union: whether the default graph of queries is the union of all graphs.
        writable: whether changes are allowed.
        max_bytes: size an answer may have.

    Raises:
        StoreError: the endpoint does not answer.
    """

    def __init__(
        self,
        location: str,
        *,
        timeout: float = 60.0,
        token: str | None = None,
        union: bool = True,
        writable: bool = True,
        max_bytes: int = 512 << 20,
    ) -> None:
        self.location, self.timeout, self.union = location, timeout, union
        self.writable, self.max_bytes, self._token = writable, max_bytes, token
        self._known: tuple[float, tuple[URIRef, ...]] = (0.0, ())
        self._dataset: tuple[Collection[str], Collection[str]] | None = None
        self.dialect: Dialect = recognise("")
        server = self._send("ASK {}", _JSON, plain=True).info().get("server", "")
        self.dialect = recognise(server)
        address = self.dialect.graph_store(location)
        self.graph_store = (
            None
            if address is None
            else GraphStoreClient(
                address, self.dialect.graph_parameter, timeout=timeout, token=token
            )
        )

    def over(
        self, default_graphs: Collection[str] = (), named_graphs: Collection[str] = ()
    ) -> RemoteStore:
        """Return the same endpoint with the dataset of one request.

        Args:
            default_graphs: make up the default graph.
            named_graphs: what GRAPH can reach; without any graph the engine's own dataset is meant,
                whose default graph is no union.
        """
        view = copy.copy(self)
        view._dataset = default_graphs, named_graphs
        return view

    @property
    def version(self) -> str | None:
        """None: others may change the graph at any time."""
        return None

    def select(self, query: str, bindings: Bindings | None = None) -> Table:
        """Return the rows of a SELECT."""
        if _form(query) not in ("SELECT", ""):
            raise QueryError("cannot make a table", "the query is not a SELECT", "")
        answer = self._json(query, bindings)
        columns = tuple(answer["head"].get("vars", ()))
        rows = tuple(
            tuple(_read(row[name]) if name in row else None for name in columns)
            for row in answer["results"]["bindings"]
        )
        return Table(columns, rows)

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK."""
        if _form(query) not in ("ASK", ""):
            raise QueryError("cannot answer yes or no", "the query is not an ASK", "")
        answer = self._json(query, bindings)
        if "boolean" in answer:
            return bool(answer["boolean"])
        # Virtuoso writes the answer to an ASK as a table of one cell.
        rows = answer["results"]["bindings"]
        return bool(rows) and rows[0]["__ASK_RETVAL"]["value"] == "1"

    def construct(self, query: str, bindings: Bindings | None = None) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        if _form(query) not in ("CONSTRUCT", "DESCRIBE", ""):
            raise QueryError("cannot make a graph", "the query makes no triples", "")
        accept = "application/n-triples, text/turtle;q=0.8"
        response = self._send(_bound(query, bindings), accept)
        media_type = str(response.info().get("content-type", ""))
        data = self._read_all(response)
        graph = Graph(bind_namespaces="none")
        with translated(self.location):
            for quad in ox.parse(data, rdf_format(known_type(media_type, results=False))):
                parts = (quad.subject, quad.predicate, quad.object)
                subject, predicate, value = map(read_term, parts)
                graph.add((subject, predicate, value))
        return graph

    def stream(
        self, query: str, media_type: str, bindings: Bindings | None = None
    ) -> Iterator[bytes]:
        """Iterate over the answer as the engine serialises it."""
        sent = 0
        with contextlib.closing(self._send(_bound(query, bindings), media_type)) as response:
            while chunk := self._part(response, _CHUNK):
                sent += len(chunk)
                self._check_size(sent)
                yield chunk

    def update(self, update: str) -> None:
        """Apply a SPARQL Update; whether as a whole is up to the engine."""
        self._check_writable()
        client = self._client(self.dialect.update(self.location), "*/*")
        client.setMethod(POST)
        client.setRequestMethod(POSTDIRECTLY)
        client.setQuery(update)
        # SPARQLWrapper guesses the kind by a pattern that comments and prefixes can mislead.
        client.queryType = "INSERT"
        self._known = (0.0, ())
        self._run(client).read()

    def load(
        self,
        data: bytes | Iterable[Quad],
        media_type: str = "application/n-quads",
        *,
        into: str | None = None,
        base: str | None = None,
    ) -> None:
        """Add quads or a file; in one transaction where the engine has them."""
        self._check_writable()
        quads = list(self._quads(data, media_type, base))
        named = [
            (
                quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else into,
                quad.triple,
            )
            for quad in quads
        ]
        named.sort(key=lambda pair: pair[0] or "")
        groups = {
            name: [triple for _, triple in pairs]
            for name, pairs in groupby(named, key=lambda pair: pair[0])
        }
        if self.dialect.one_transaction:
            self.update(";\n".join(map(_insertion, groups, groups.values())) or "INSERT DATA {}")
            return
        for name, triples in groups.items():
            self._check_named(name)
            self._graph_store().post(name or "", _lines(triples))
        self._known = (0.0, ())

    def replace_graph(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make ``graph`` hold exactly ``triples``."""
        self.replace_graphs({graph: triples})

    def replace_graphs(
        self, graphs: Mapping[str, Iterable[Triple] | bytes], remove: Iterable[str] = ()
    ) -> None:
        """Replace several graphs and remove others; as a whole where the engine can."""
        self._check_writable()
        if self.dialect.one_transaction:
            self.update(replacement(graphs, remove))
            return
        for name, triples in graphs.items():
            self._graph_store().put(name, write_lines(triples))
        for name in remove:
            self.remove_graph(name)
        self._known = (0.0, ())

    def remove_graph(self, graph: str) -> None:
        """Remove a graph; one that is not there is no error."""
        self.update(f"DROP SILENT GRAPH {write_iri(graph)}")

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all named graphs but the engine's own, sorted."""
        made, known = self._known
        if time.monotonic() - made < _GRAPHS_KEPT_SECONDS:
            return known
        query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
        answer = json.loads(self._read_all(self._send(query, _JSON, plain=True)))
        names = {str(row["g"]["value"]) for row in answer["results"]["bindings"]}
        own = self.dialect.system_graphs
        found = tuple(URIRef(name) for name in sorted(names) if not name.startswith(own or "\0"))
        self._known = (time.monotonic(), found)
        return found

    def dump(
        self,
        out: BinaryIO,
        media_type: str = "application/n-quads",
        *,
        graph: str | None = None,
    ) -> None:
        """Write everything, or one graph, in an RDF format, a graph at a time."""
        name = known_type(media_type, results=False)
        wanted = [URIRef(graph)] if graph is not None else list(self.graphs())
        copy = ox.Store()
        with translated(self.location):
            for iri in wanted:
                text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {write_iri(iri)} {{ ?s ?p ?o }} }}"
                for triple in self.construct(text):
                    copy.add(write_quad(triple, None if graph is not None else iri))
            if graph is None and self.dialect.default_graph:
                for quad in self._default_quads():
                    copy.add(quad)
            if name in DATASET_TYPES:
                copy.dump(out, rdf_format(name))
            else:
                triples = (quad.triple for quad in copy)
                ox.serialize(triples, out, rdf_format(name))

    def size(self) -> int:
        """Count the quads of all graphs but the engine's own."""
        query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        answer = json.loads(self._read_all(self._send(query, _JSON, plain=True)))
        own = self.dialect.system_graphs
        named = sum(
            int(row["n"]["value"])
            for row in answer["results"]["bindings"]
            if "g" in row and not row["g"]["value"].startswith(own or "\0")
        )
        default = sum(1 for _ in self._default_quads()) if self.dialect.default_graph else 0
        return named + default

    def send_backup(self, data: bytes, sha256: str) -> None:
        """Have a service of this package restore a backup and prove its hash.

        Raises:
            StoreError: it refused or did not answer.
        """
        self._check_writable()
        send(
            f"{self.location.rstrip('/')}/restore?{urlencode({'sha256': sha256})}",
            data,
            method="POST",
            media_type="application/gzip",
            timeout=max(self.timeout, _RESTORE_SECONDS),
            token=self._token,
        )

    def close(self) -> None:
        """Nothing is held open."""

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

    def _json(self, query: str, bindings: Bindings | None) -> dict[str, Any]:
        data = self._read_all(self._send(_bound(query, bindings), _JSON))
        try:
            answer: dict[str, Any] = json.loads(data)
        except ValueError as error:
            raise QueryError("cannot make a table", "the query is not a SELECT", "") from error
        return answer

    def _send(self, query: str, accept: str, *, plain: bool = False) -> Any:
        client = self._client(self.location, accept)
        client.setMethod(POST)
        client.setRequestMethod(URLENCODED)
        client.setQuery(query)
        client.queryType = "SELECT"
        if self._dataset is not None:
            _name_graphs(client, *self._dataset)
        elif not plain and self.union and not has_own_dataset(query):
            self._ask_for_union(client)
        return self._run(client)

    def _ask_for_union(self, client: Any) -> None:
        if self.dialect.union_parameter:
            client.addParameter(*self.dialect.union_parameter)
            return
        names = self.graphs() or (_NO_GRAPH,)
        _name_graphs(client, names, names)

    def _client(self, address: str, accept: str) -> Any:
        client = SPARQLWrapper(address, agent="responsibility-kg")
        client.setTimeout(max(1, int(self.timeout)))
        client.setOnlyConneg(True)
        client.addCustomHttpHeader("Accept", accept)
        if self._token:
            client.addCustomHttpHeader("Authorization", f"Bearer {self._token}")
        return client

    def _run(self, client: Any) -> Any:
        try:
            response = client.query().response
            if response.info().get("KG-Result") != "cut":
                return response
        except SPARQLExceptions.QueryBadFormed as error:
            raise QueryError("cannot read the query", _said(error), "") from error
        except SPARQLExceptions.Unauthorized as error:
            raise StoreError(f"cannot use '{self.location}'", "it wants a token", "") from error
        except SPARQLExceptions.SPARQLWrapperException as error:
            if (conflict := conflict_error(str(error.args))) is not None:
                raise conflict from error
            raise StoreError(f"cannot use '{self.location}'", _said(error), "") from error
        except TimeoutError as error:
            raise self._late() from error
        except urllib.error.HTTPError as error:
            raise StoreError(f"cannot use '{self.location}'", f"HTTP {error.code}", "") from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise self._late() from error
            raise StoreError(
                f"cannot reach the endpoint '{self.location}'",
                str(reason)[:200],
                "check the address and whether the service runs",
            ) from error
        response.close()
        raise StoreError(
            f"cannot take the answer of '{self.location}'",
            "it was cut at a limit there",
            "raise KG_QUERY_ROWS and KG_QUERY_BYTES of that service, or ask for less",
        )

    def _late(self) -> QueryTimeout:
        return QueryTimeout(
            f"no answer from '{self.location}'", f"it took longer than {self.timeout:g} s", ""
        )

    def _read_all(self, response: Any) -> bytes:
        data = self._part(response, self.max_bytes + 1)
        self._check_size(len(data))
        return data

    def _part(self, response: Any, most: int) -> bytes:
        try:
            data: bytes = response.read(most)
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, HTTPException) as error:
            raise StoreError(f"lost the endpoint '{self.location}'", str(error), "") from error
        return data

    def _check_size(self, size: int) -> None:
        if size > self.max_bytes:
            raise StoreError(
                f"cannot take the answer of '{self.location}'",
                f"it is larger than {self.max_bytes:,} bytes",
                "ask for less",
            )

    def _check_writable(self) -> None:
        if not self.writable:
            raise StoreError(f"cannot change '{self.location}'", "it is for reading only", "")

    def _check_named(self, graph: str | None) -> None:
        if graph is None:
            raise StoreError(
                f"cannot write the default graph of '{self.location}'",
                f"{self.dialect.name} has none of its own",
                "name a graph",
            )

    def _graph_store(self) -> GraphStoreClient:
        if self.graph_store is None:
            raise StoreError(f"cannot change '{self.location}'", "no Graph Store is known", "")
        return self.graph_store

    def _quads(
        self, data: bytes | Iterable[Quad], media_type: str, base: str | None
    ) -> Iterator[ox.Quad]:
        with translated(self.location):
            if isinstance(data, bytes):
                form = rdf_format(known_type(media_type, results=False))
                yield from ox.parse(data, form, base_iri=base)
            else:
                for quad in data:
                    yield write_quad(quad[:3], quad[3])

    def _default_quads(self) -> Iterator[ox.Quad]:
        if self.dialect.plain_default:
            query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
            lines = self._read_all(self._send(query, "application/n-triples", plain=True))
        else:
            lines = self._graph_store().default()
        yield from ox.parse(lines, ox.RdfFormat.N_TRIPLES)


def _name_graphs(client: Any, default: Collection[str], named: Collection[str]) -> None:
    for parameter, names in (("default-graph-uri", default), ("named-graph-uri", named)):
        for name in names:
            client.addParameter(parameter, str(name))


def _bound(query: str, bindings: Bindings | None) -> str:
    return bind(query, bindings) if bindings else query


def _form(query: str) -> str:
    return query_form(list(read_tokens(unescape(query))))


def _said(error: Exception) -> str:
    text = str(error.args[0]) if error.args else ""
    return " ".join(text.replace("\\n", " ").split())[:200]


def _read(cell: Mapping[str, str]) -> Term:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return URIRef(value)
    if kind == "bnode":
        return BNode(value)
    if kind not in ("literal", "typed-literal"):
        raise QueryError("cannot read a triple term", "rdflib has none", "ask for its parts")
    if "xml:lang" in cell:
        return Literal(value, lang=cell["xml:lang"])
    if "datatype" in cell:
        return Literal(value, datatype=URIRef(cell["datatype"]), normalize=False)
    return Literal(value)


def _lines(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _insertion(graph: str | None, triples: Iterable[ox.Triple]) -> str:
    lines = _lines(triples).decode("utf-8")
    inner = lines if graph is None else f"GRAPH {write_iri(graph)} {{\n{lines}}}"
    return f"INSERT DATA {{ {inner} }}"
