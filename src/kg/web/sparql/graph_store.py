"""The SPARQL 1.1 Graph Store HTTP Protocol: https://www.w3.org/TR/sparql11-http-rdf-update/."""

from __future__ import annotations

from uuid import uuid4

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from kg.errors import KgError, QueryError
from kg.store import ServedStore
from kg.store.formats import ALIASES, DATASET_TYPES, RDF_SUFFIXES
from kg.web.errors import Problem, problem_of
from kg.web.multipart import MEDIA_TYPE as MULTIPART
from kg.web.multipart import Part, read_parts
from kg.web.sparql.access import check_token
from kg.web.sparql.protocol import check_charset, check_iri, media_type, read_body, url_parameters
from kg.web.sparql.service import GRAPH_TYPES, SparqlService, accepted_type, public_address


class GraphStore:
    """The operations on graphs, by indirect identification.

    Args:
        service: what runs them.
    """

    def __init__(self, service: SparqlService) -> None:
        self.service = service

    async def get(self, request: Request) -> Response:
        """Return a graph, or with HEAD only what its answer would say."""
        graph = self._graph(request)
        chosen = accepted_type(request, GRAPH_TYPES)
        if chosen is None:
            raise Problem("not-acceptable", f"offered: {', '.join(GRAPH_TYPES)}")
        if isinstance(self.service.store, ServedStore):
            return await self.service.graph(request, graph, chosen)
        return await self._get_remote(graph, chosen)

    async def put(self, request: Request) -> Response:
        """Replace a graph by the body; needs the token."""
        check_token(request, self.service.settings)
        graph = self._graph(request)
        lines = await self._content(request, graph)
        existed = await self._write("put", graph, lines)
        return self._written(201 if not existed else 204)

    async def post(self, request: Request) -> Response:
        """Add the body to a graph, or make a new graph of it; needs the token."""
        check_token(request, self.service.settings)
        names = {name for name, _ in url_parameters(request)}
        if names & {"graph", "default"} or request.path_params.get("name"):
            graph = self._graph(request)
            existed = await self._write("post", graph, await self._content(request, graph))
            return self._written(201 if not existed else 204)
        if names:
            raise Problem("invalid-parameter", "only 'graph' or 'default' have a place here")
        return await self._post_new(request)

    async def delete(self, request: Request) -> Response:
        """Remove a graph; needs the token."""
        check_token(request, self.service.settings)
        graph = self._graph(request)
        if isinstance(self.service.store, ServedStore):
            job = {"kind": "put", "graph": graph, "remove": True, "only_existing": True}
            await self.service.change(job)
        else:
            await self._delete_remote(graph)
        return self._written(204)

    def _graph(self, request: Request) -> str | None:
        """The graph that the address names or is; None is the default graph."""
        parameters = url_parameters(request)
        name = request.path_params.get("name")
        if name:
            if parameters:
                raise Problem("invalid-parameter", "this address is the graph; no parameters")
            graph = self._direct(request, name)
            check_iri(graph, "path")
            return graph
        graphs = [value for name, value in parameters if name == "graph"]
        default = [value for name, value in parameters if name == "default"]
        if len(graphs) + len(default) != 1 or len(parameters) != 1:
            raise Problem("invalid-parameter", "name one graph by ?graph=IRI, or ?default")
        if default:
            if default[0]:
                raise Problem("invalid-parameter", "'default' takes no value")
            return None
        check_iri(graphs[0], "graph")
        return graphs[0]

    def _direct(self, request: Request, name: str) -> str:
        """The IRI of a graph that is its own address (direct identification)."""
        return f"{public_address(request, self.service.settings)}/rdf-graph-store/{name}"

    async def _content(self, request: Request, graph: str | None) -> bytes:
        """The body as N-Triples."""
        base = graph or self._base()
        if media_type(request) == MULTIPART:
            return b"".join([await self._part(request, part, base) for part in
                             await self._parts(request)])  # fmt: skip
        kind = _known_type(media_type(request))
        check_charset(request)
        body = await read_body(request, self.service.settings.upload_bytes)
        return await self._triples(request, body, kind, base)

    async def _triples(self, request: Request, body: bytes, kind: str, base: str) -> bytes:
        lines, named = await self.service.parsed(request, body, kind, base)
        if named:
            raise Problem("malformed-rdf", "the body names graphs; send triples of one graph")
        return lines

    async def _parts(self, request: Request) -> list[Part]:
        parts = await read_parts(request, self.service.settings.upload_bytes)
        files = [part for part in parts if part.filename is not None]
        if not files:
            raise Problem("malformed-request", "the form holds no file")
        return files

    async def _part(self, request: Request, part: Part, base: str) -> bytes:
        return await self._triples(request, bytes(part.data), _known_type(part.media_type), base)

    async def _post_new(self, request: Request) -> Response:
        """A dataset goes where it says, triples into a new graph with a name of its own."""
        kind = media_type(request)
        if _known_type(kind, multipart=True) in DATASET_TYPES:
            body = await read_body(request, self.service.settings.upload_bytes)
            parsed = await self.service.parsed(request, body, _known_type(kind), self._base())
            if parsed[1] or kind != "application/ld+json":
                await self._load(parsed[0])
                return self._written(204)
            lines = parsed[0]
        else:
            lines = await self._content(request, None)
        graph = self._direct(request, f"posted-{uuid4().hex}")
        await self._write("post", graph, lines)
        return Response(status_code=201, headers={"Location": graph})

    async def _write(self, kind: str, graph: str | None, lines: bytes) -> bool:
        """Change a graph and return whether it was there before."""
        store = self.service.store
        if isinstance(store, ServedStore):
            said = await self.service.change({"kind": kind, "graph": graph}, lines)
            return bool(said["existed"])
        target = "DEFAULT" if graph is None else f"GRAPH <{graph}>"
        inner = lines.decode("utf-8")
        insertion = inner if graph is None else f"GRAPH <{graph}> {{\n{inner}}}"
        clear = f"DROP SILENT {target};\n" if kind == "put" else ""
        existed = await self._exists_remote(graph)
        await self._update_remote(f"{clear}INSERT DATA {{ {insertion} }}")
        return existed

    async def _load(self, lines: bytes) -> None:
        if isinstance(self.service.store, ServedStore):
            await self.service.change({"kind": "add"}, lines)
        else:
            await run_in_threadpool(self.service.store.load, lines)

    async def _get_remote(self, graph: str | None, chosen: str) -> Response:
        if graph is not None and not await self._exists_remote(graph):
            raise Problem("graph-not-found", "there is no such graph")
        where = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
        try:
            endpoint = self.service.endpoint
            stream = (endpoint.over() if graph is None else endpoint).stream(text, chosen)
            data = await run_in_threadpool(b"".join, stream)
        except KgError as error:
            raise Problem("upstream-failed", str(error)) from error
        return Response(data, media_type=chosen, headers={"Vary": "Accept"})

    async def _delete_remote(self, graph: str | None) -> None:
        if graph is not None and not await self._exists_remote(graph):
            raise Problem("graph-not-found", "there is no such graph")
        target = "DEFAULT" if graph is None else f"GRAPH <{graph}>"
        await self._update_remote(f"DROP SILENT {target}")

    async def _exists_remote(self, graph: str | None) -> bool:
        if graph is None:
            return True
        # Virtuoso 7 says yes to an ASK about a graph that is gone, but selects nothing from it.
        text = f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT 1"
        try:
            return len(await run_in_threadpool(self.service.store.select, text)) > 0
        except KgError as error:
            raise Problem("upstream-failed", str(error)) from error

    async def _update_remote(self, text: str) -> None:
        try:
            await run_in_threadpool(self.service.store.update, text)
        except QueryError as error:
            raise problem_of(error, "malformed-rdf") from error
        except KgError as error:
            raise Problem("upstream-failed", str(error)) from error

    def _base(self) -> str:
        return self.service.settings.base_iri

    def _written(self, status: int) -> Response:
        return Response(status_code=status, headers={"X-Content-Type-Options": "nosniff"})


def _known_type(name: str, *, multipart: bool = False) -> str:
    known = ALIASES.get(name, name) if name != "application/xml" else "application/rdf+xml"
    if known in RDF_SUFFIXES or (multipart and name == MULTIPART):
        return known
    raise Problem(
        "unsupported-media-type",
        f"'{name[:80]}' is not read here; send one of {', '.join(GRAPH_TYPES)}",
        headers={"Accept-Post": ", ".join(GRAPH_TYPES), "Accept": ", ".join(GRAPH_TYPES)},
    )
