"""What all SPARQL routes share: the store, the workers, the budget of clients."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fastapi import Request, Response
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from kg.errors import KgError, QueryError, QueryTimeout, QueryTooLarge
from kg.settings import Settings
from kg.store import ServedStore, Store
from kg.store.copying import with_checked_sources
from kg.store.formats import RDF_SUFFIXES, RESULT_SUFFIXES
from kg.store.guard import Limits
from kg.store.using import with_dataset
from kg.web.errors import Problem, problem_of, readable
from kg.web.negotiation import negotiate
from kg.web.sparql.access import Budget, client_of
from kg.web.sparql.counters import WRITES
from kg.web.sparql.holding import Held, HeldResponse
from kg.web.sparql.pool import Answer, Running, WorkerPool
from kg.web.sparql.protocol import Operation

if TYPE_CHECKING:
    from kg.store.remote import RemoteStore

RESULT_TYPES = tuple(RESULT_SUFFIXES)
GRAPH_TYPES = tuple(name for name in RDF_SUFFIXES if name != "text/n3")
_LOOK_SECONDS = 0.5
# Refusals cost time too: a client that asks again at once must not take it from others.
_HOLD_SECONDS, _MOST_HELD = 1.0, 500
_LOGGED = 2000
_Result = TypeVar("_Result")
_LIMITS = asdict(Limits())


@dataclass
class SparqlService:
    """Runs queries and changes for clients.

    Attributes:
        store: what is served.
        settings: of the service.
    """

    store: Store
    settings: Settings
    pool: WorkerPool = field(init=False)
    budget: Budget = field(init=False)
    _held: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        chosen = self.settings
        self.pool = WorkerPool(chosen.workers, chosen.queue, chosen.query_megabytes)
        self.budget = Budget(chosen.client_queries, chosen.client_seconds)

    async def query(self, request: Request, operation: Operation) -> Response:
        """Answer a query in the best format that the client accepts.

        Raises:
            Problem: it cannot be answered.
        """
        if (fast := await self._probed(request, operation)) is not None:
            return fast
        job = {
            "kind": "query",
            "union": self.settings.default_graph == "union",
            "result_type": accepted_type(request, RESULT_TYPES),
            "rdf_type": accepted_type(request, GRAPH_TYPES),
            "base": f"{public_address(request, self.settings)}/sparql",
        }
        if operation.default_graphs or operation.named_graphs:
            job["default_graphs"] = operation.default_graphs
            job["named_graphs"] = operation.named_graphs
        if not isinstance(self.store, ServedStore):
            return await self._remote_query(request, operation, job)
        return await self._respond(request, job, operation.text)

    async def graph(self, request: Request, graph: str | None, media_type: str) -> Response:
        """Answer with one graph; None is the default graph."""
        job = {"kind": "graph", "graph": graph, "rdf_type": media_type}
        return await self._respond(request, job, b"")

    async def parsed(
        self, request: Request, body: bytes, media_type: str, base: str
    ) -> tuple[bytes, bool]:
        """Return a file as N-Quads, and whether it names graphs.

        Raises:
            Problem: it is malformed or takes too much to read.
        """
        job = {"kind": "parse", "media_type": media_type, "base": base}
        async with self._started(request, job, body, malformed="malformed-rdf") as answer:
            lines = await answer.collect()
        return lines, bool(answer.head.get("graphs"))

    async def change(self, job: Mapping[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Have the store changed; it is on disk and visible when this returns.

        Raises:
            Problem: it was not changed.
        """
        store = self.store
        WRITES.labels(job["kind"]).inc()
        if not isinstance(store, ServedStore):
            raise Problem("forbidden", "the engine behind this service takes no such change")
        try:
            return await run_in_threadpool(store.change, dict(job), body)
        except KgError as error:
            raise problem_of(error, "malformed-update") from error

    async def update(self, request: Request, operation: Operation) -> None:
        """Apply a stranger's update behind the guard.

        Raises:
            Problem: it was not applied.
        """
        using = {
            "using_graphs": list(operation.default_graphs),
            "using_named_graphs": list(operation.named_graphs),
            "base": f"{public_address(request, self.settings)}/sparql/update",
        }
        services = list(self.settings.service_hosts)
        if isinstance(self.store, ServedStore):
            job = {"kind": "update", "limits": _LIMITS, "services": services, **using}
            await self.change(job, operation.text)
            return
        _, text = await self.guarded(request, operation.text, update=True)
        WRITES.labels("update").inc()
        await self._remote_update(operation, text)

    async def guarded(
        self, request: Request, text: bytes, *, update: bool
    ) -> tuple[dict[str, Any], str]:
        """Return what the guard says about a text, and the text as another engine may run it."""
        job = {"kind": "guard", "update": update}
        malformed = "malformed-update" if update else "malformed-query"
        async with self._started(request, job, text, malformed=malformed) as answer:
            checked = await answer.collect()
        return answer.head, checked.decode("utf-8")

    async def _remote_update(self, operation: Operation, text: str) -> None:
        try:
            if operation.default_graphs or operation.named_graphs:
                text = with_dataset(text, operation.default_graphs, operation.named_graphs)
            if self.endpoint.dialect.one_transaction:
                text = with_checked_sources(text)
            await run_in_threadpool(self.store.update, text)
        except KgError as error:
            raise _upstream(error, "malformed-update") from error

    async def _remote_query(
        self, request: Request, operation: Operation, job: Mapping[str, Any]
    ) -> Response:
        said, text = await self.guarded(request, operation.text, update=False)
        graph = said["form"] in ("CONSTRUCT", "DESCRIBE")
        media_type = job["rdf_type"] if graph else job["result_type"]
        if media_type is None:
            raise Problem("not-acceptable", _offer(GRAPH_TYPES if graph else RESULT_TYPES))
        store = self.endpoint
        if operation.default_graphs or operation.named_graphs:
            store = store.over(operation.default_graphs, operation.named_graphs)
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(self._admitted(client_of(request, self.settings)))
            try:
                if said["form"] == "ASK":
                    value = await run_in_threadpool(store.ask, text)
                    return Response(_boolean(value, media_type), 200, _headers({}), media_type)
                stream = self._bounded(store.stream(text, media_type))
                held = await stack.enter_async_context(Held(_pieces(stream)))
                async with asyncio.timeout(self.settings.store_timeout):
                    await held.fill()
            except KgError as error:
                raise _upstream(error, "malformed-query") from error
            except TimeoutError as error:
                why = f"the engine behind took longer than {self.settings.store_timeout:g} s"
                raise Problem("upstream-timeout", why) from error
            return HeldResponse(held, stack.pop_all(), _headers({}), _typed(media_type))

    @property
    def endpoint(self) -> RemoteStore:
        """The engine behind, where the store is no directory."""
        return cast("RemoteStore", self.store)

    def _bounded(self, stream: Iterator[bytes]) -> Iterator[bytes]:
        """What another engine says cannot be cut where rows end, so too much of it is refused."""
        size, most = 0, self.settings.query_bytes
        for chunk in stream:
            size += len(chunk)
            if size > most:
                why = f"it is larger than {most:,} bytes"
                raise QueryTooLarge("cannot send the result", why, "ask for less")
            yield chunk

    async def _probed(self, request: Request, operation: Operation) -> Response | None:
        """Answer ``ASK {}`` here: probes of health must pass however busy the workers are."""
        if b"".join(operation.text.split()).upper() != b"ASK{}":
            return None
        if accepted_type(request, RESULT_TYPES) != RESULT_TYPES[0]:
            return None
        return Response(b'{"head":{},"boolean":true}', 200, _headers({}), RESULT_TYPES[0])

    async def _respond(self, request: Request, job: dict[str, Any], body: bytes) -> Response:
        async with contextlib.AsyncExitStack() as stack:
            answer = await stack.enter_async_context(self._started(request, job, body))
            media_type = answer.head["media_type"]
            if answer.complete:
                return Response(
                    answer.data, 200, self._limits(answer.head.get("cut")), _typed(media_type)
                )
            held = await stack.enter_async_context(Held(answer.pieces()))
            await self._while_connected(request, held.fill(), answer.cancel)
            headers = self._limits(answer.head.get("cut"))
            return HeldResponse(held, stack.pop_all(), headers, _typed(media_type))

    @contextlib.asynccontextmanager
    async def _started(
        self,
        request: Request,
        job: Mapping[str, Any],
        body: bytes,
        malformed: str = "malformed-query",
    ) -> AsyncIterator[Answer]:
        """Run a job on a worker and the client's budget, on a snapshot that stays meanwhile."""
        client = client_of(request, self.settings)
        running = Running(str(job["kind"]), client, sha256(body).hexdigest()[:16])
        state = request.scope.setdefault("state", {})
        state["query_sha256"] = running.digest
        if self.settings.log_queries:
            state["query_text"] = readable(body[:_LOGGED].decode("utf-8", "replace"), _LOGGED)
        full = self._completed(job)
        async with self._admitted(client):
            with self._snapshot() as snapshot:
                try:
                    starting = self.pool.run(
                        {**full, "snapshot": snapshot},
                        body,
                        deadline=self.settings.query_seconds,
                        running=running,
                    )
                    cancel = partial(self.pool.cancel, running.id)
                    yield await self._while_connected(request, starting, cancel)
                except KgError as error:
                    raise problem_of(error, malformed) from error
                finally:
                    self.budget.charge(client, running.seconds())

    @contextlib.asynccontextmanager
    async def _admitted(self, client: str) -> AsyncIterator[None]:
        """Count one query of a client; who asks for too much is told so a moment later."""
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(self.budget.admitted(client))
            except Problem:
                if self._held < _MOST_HELD:
                    self._held += 1
                    try:
                        await asyncio.sleep(_HOLD_SECONDS)
                    finally:
                        self._held -= 1
                raise
            yield

    async def _while_connected(
        self, request: Request, work: Coroutine[Any, Any, _Result], cancel: Callable[[], Any]
    ) -> _Result:
        """Wait for work to be done; stop that of a client that has gone."""
        task = asyncio.create_task(work)
        try:
            while not (await asyncio.wait((task,), timeout=_LOOK_SECONDS))[0]:
                if await request.is_disconnected():
                    cancel()
            return await task
        finally:
            task.cancel()

    def _completed(self, job: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "limits": _LIMITS,
            "services": list(self.settings.service_hosts),
            "max_rows": self.settings.query_rows,
            "max_bytes": self.settings.query_bytes,
            **job,
        }

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[str]:
        if isinstance(self.store, ServedStore):
            with self.store.leased() as path:
                yield path
        else:
            yield ""

    def _limits(self, cut: bool | None) -> dict[str, str]:
        chosen = self.settings
        said = f"rows={chosen.query_rows}, bytes={chosen.query_bytes}"
        return _headers({"KG-Limits": said} | ({"KG-Result": "cut"} if cut else {}))


def public_address(request: Request, settings: Settings) -> str:
    """Return how the public reaches the service; a request's Host header is never trusted."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host, port = request.scope.get("server") or (settings.host, settings.port)
    return f"{request.scope.get('scheme', 'http')}://{host}:{port}"


def accepted_type(request: Request, offered: tuple[str, ...]) -> str | None:
    """Return the format that the client accepts best; ``application/json`` and the like count."""
    accept = ",".join(request.headers.getlist("accept"))
    aliases = _ALIASES[offered[0]]
    found = negotiate(accept, (*offered, *aliases))
    return aliases.get(found, found) if found else None


_ALIASES: dict[str, dict[str, str]] = {
    RESULT_TYPES[0]: {"application/json": RESULT_TYPES[0], "application/xml": RESULT_TYPES[1]},
    GRAPH_TYPES[0]: {
        "application/json": "application/ld+json",
        "application/xml": "application/rdf+xml",
        "text/plain": "application/n-triples",
    },
}


def _boolean(value: bool, media_type: str) -> str:
    """The answer to an ASK, which not every engine writes as the standard says."""
    word = "true" if value else "false"
    if media_type.endswith("json"):
        return f'{{"head":{{}},"boolean":{word}}}'
    if media_type.endswith("xml"):
        space = "http://www.w3.org/2005/sparql-results#"
        return f'<sparql xmlns="{space}"><head/><boolean>{word}</boolean></sparql>'
    return word


def _offer(types: tuple[str, ...]) -> str:
    return f"offered: {', '.join(types)}"


def _upstream(error: KgError, malformed: str) -> Problem:
    """An error of the engine behind: late, at fault, or the client's text."""
    if isinstance(error, QueryTimeout):
        return Problem("upstream-timeout", str(error))
    if isinstance(error, QueryError):
        return problem_of(error, malformed)
    return Problem("upstream-failed", str(error))


def _headers(more: Mapping[str, str]) -> dict[str, str]:
    return {
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        **more,
    }


def _typed(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


async def _pieces(stream: Iterator[bytes]) -> AsyncGenerator[bytes]:
    async for chunk in iterate_in_threadpool(stream):
        yield chunk
