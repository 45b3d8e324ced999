"""The addresses of SPARQL: ``/sparql``, ``/sparql/update`` and ``/rdf-graph-store``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from kg.web.errors import Problem
from kg.web.negotiation import negotiate
from kg.web.sparql.access import check_token
from kg.web.sparql.description import described
from kg.web.sparql.graph_store import GraphStore
from kg.web.sparql.protocol import (
    FORM_TYPE,
    QUERY_TYPE,
    UPDATE_TYPE,
    read_body,
    read_query,
    read_update,
    url_parameters,
)
from kg.web.sparql.service import GRAPH_TYPES, SparqlService

QUERY_PATH, UPDATE_PATH, GRAPH_PATH = "/sparql", "/sparql/update", "/rdf-graph-store"
RESTORE_PATH = "/sparql/restore"
_RESTORE_SECONDS = 600
Page = Callable[[Request], Awaitable[Response] | Response]


def create_sparql_router(service: SparqlService) -> APIRouter:
    """Return the routes of a SPARQL service."""
    router = APIRouter(tags=["SPARQL"])
    _add_query(router, service)
    _add_update(router, service)
    _add_graph_store(router, GraphStore(service))
    _add_running(router, service)
    _add_restore(router, service)
    return router


def _add_query(router: APIRouter, service: SparqlService) -> None:
    async def query(request: Request) -> Response:
        """Answer a query of the SPARQL 1.1 Protocol, or describe the service without one."""
        operation = await read_query(request, service.settings.query_text_bytes)
        page: Page | None = getattr(request.app.state, "sparql_page", None)
        if page is not None and _wants_page(request):
            shown = page(request)
            return shown if isinstance(shown, Response) else await shown
        if operation is None:
            return await described(request, service)
        return await service.query(request, operation)

    router.add_api_route(
        QUERY_PATH, query, methods=["GET"], summary="SPARQL query", name="sparql-query",
        operation_id="sparql_query_get", openapi_extra=_QUERY_GET,
    )  # fmt: skip
    router.add_api_route(
        QUERY_PATH, query, methods=["POST"], summary="SPARQL query by POST",
        operation_id="sparql_query_post", openapi_extra=_body(QUERY_TYPE, "query"),
    )  # fmt: skip


def _wants_page(request: Request) -> bool:
    """A browser names HTML first; a client that takes anything gets data."""
    accept = request.headers.get("accept")
    if request.method == "POST" or not accept or "text/html" not in accept:
        return False
    offered = ("application/sparql-results+json", *GRAPH_TYPES, "text/html")
    return negotiate(accept, offered) == "text/html"


def _add_update(router: APIRouter, service: SparqlService) -> None:
    async def update(request: Request) -> dict[str, Any]:
        """Apply an update of the SPARQL 1.1 Protocol; needs the token.

        Answers with the version of the graph that shows it, null where the engine has none.
        """
        check_token(request, service.settings)
        operation = await read_update(request, service.settings.upload_bytes)
        await service.update(request, operation)
        return {"version": service.store.version}

    router.add_api_route(
        UPDATE_PATH, update, methods=["POST"], summary="SPARQL update",
        operation_id="sparql_update", openapi_extra=_body(UPDATE_TYPE, "update"),
    )  # fmt: skip


def _add_graph_store(router: APIRouter, graphs: GraphStore) -> None:
    for method, endpoint in (
        ("GET", graphs.get), ("PUT", graphs.put), ("POST", graphs.post), ("DELETE", graphs.delete),
    ):  # fmt: skip
        router.add_api_route(
            GRAPH_PATH, endpoint, methods=[method], summary=f"Graph store {method}",
            operation_id=f"graph_store_{method.lower()}", openapi_extra=_GRAPH,
        )  # fmt: skip
        router.add_api_route(
            f"{GRAPH_PATH}/{{name:path}}", endpoint, methods=[method], include_in_schema=False
        )


def _add_running(router: APIRouter, service: SparqlService) -> None:
    async def running(request: Request) -> dict[str, Any]:
        """List the queries that run or wait; needs the token."""
        check_token(request, service.settings)
        return {"running": [job.shown() for job in service.pool.running.values()]}

    async def cancel(request: Request, identifier: str) -> Response:
        """Stop a running query; needs the token."""
        check_token(request, service.settings)
        if not service.pool.cancel(identifier):
            raise Problem("not-found", "no such query runs")
        return Response(status_code=204)

    path = f"{QUERY_PATH}/running"
    router.add_api_route(path, running, methods=["GET"], summary="Running queries",
                         operation_id="sparql_running")  # fmt: skip
    router.add_api_route(f"{path}/{{identifier}}", cancel, methods=["DELETE"], status_code=204,
                         summary="Cancel a query", operation_id="sparql_cancel")  # fmt: skip


def _add_restore(router: APIRouter, service: SparqlService) -> None:
    async def restore(request: Request) -> dict[str, Any]:
        """Replace everything by a backup (gzipped N-Quads) with this hash; needs the token."""
        check_token(request, service.settings)
        given = [value for name, value in url_parameters(request) if name == "sha256"]
        if len(given) != 1:
            raise Problem("invalid-parameter", "say the hash of the backup as 'sha256'")
        body = await read_body(request, service.settings.restore_bytes)
        job = {"kind": "restore", "sha256": given[0], "deadline": _RESTORE_SECONDS}
        said = await service.change(job, body)
        if not said.get("proved"):
            raise Problem("store-failed", "the engine rewrote values, so the hash is another now")
        return {"sha256": given[0], "version": service.store.version}

    router.add_api_route(RESTORE_PATH, restore, methods=["POST"], summary="Restore a backup",
                         operation_id="sparql_restore")  # fmt: skip


def _body(media_type: str, name: str) -> dict[str, Any]:
    form = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
    content = {media_type: {"schema": {"type": "string"}}, FORM_TYPE: {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


def _parameter(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}


_QUERY_GET = {
    "parameters": [
        _parameter("query", "the query; without it the service describes itself"),
        _parameter("default-graph-uri", "graph that makes up the default graph; repeatable"),
        _parameter("named-graph-uri", "graph that GRAPH can reach; repeatable"),
    ]
}
_GRAPH = {
    "parameters": [
        _parameter("graph", "IRI of a named graph"),
        {**_parameter("default", "the default graph"), "allowEmptyValue": True},
    ]
}
