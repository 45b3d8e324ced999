"""What every request passes first and every answer last: limits, ids, the log, the counters."""

from __future__ import annotations

import asyncio
import os
import re
import time
from typing import Any
from urllib.parse import unquote_to_bytes

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.settings import Settings
from kg.web.errors import Problem, problem_response, readable
from kg.web.methods import CORS, allowed_methods, is_reading, options
from kg.web.sparql.access import check_token, client_of
from kg.web.sparql.counters import LATENCY
from kg.web.sparql.holding import BrokenTransfer

_HOST = re.compile(rb"[A-Za-z0-9._:\[\]-]{1,255}")
_LENGTHS = (b"transfer-encoding", b"content-length")
_BODY_SECONDS = _SEND_SECONDS = 30.0
_LONGEST_PATH = 4096
_LONGEST_HEADERS = 81_920
_MOST_HEADERS = 200
_LONGEST_QUERY = 32_768
_LOG = structlog.get_logger("kg.web")


class Gate:
    """Refuses what no route should see and reports every request in one line.

    Args:
        app: the application behind.
        settings: limits and what the log may say.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it with the problem it has."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = os.urandom(8).hex()
        exchange = _Exchange(scope, send, time.perf_counter())
        # HEAD is GET without the body, everywhere.
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        restoring = scope["path"] == "/sparql/restore"
        limit = self.settings.restore_bytes if restoring else self.settings.upload_bytes
        body = _Body(receive, limit + 65_536)
        try:
            self._check(scope)
            self._check_writer(scope)
            answer = options(scope["app"], scope["path"]) if scope["method"] == "OPTIONS" else None
            await (answer or self.app)(inner, body, exchange)
        except Problem as problem:
            if exchange.status:
                raise
            await problem_response(problem, Request(scope))(scope, receive, exchange)
        except BrokenTransfer as broken:
            # Returning without the last chunk makes the server close the connection.
            exchange.broken = str(broken)
        finally:
            self._report({**scope, "route": inner.get("route")}, exchange)

    def _check(self, scope: Scope) -> None:
        headers = scope["headers"]
        if sum(name == b"content-type" for name, _ in headers) > 1:
            raise Problem("malformed-request", "there is more than one Content-Type")
        hosts = [value for name, value in headers if name == b"host"]
        if (
            (not hosts and scope.get("http_version") == "1.1")
            or len(hosts) > 1
            or any(not _HOST.fullmatch(host) for host in hosts)
        ):
            raise Problem("malformed-request", "the Host header is not valid")
        if len(scope["query_string"]) > _LONGEST_QUERY or len(scope["path"]) > _LONGEST_PATH:
            raise Problem("uri-too-long", "the address is too long; use POST")
        size = sum(len(name) + len(value) for name, value in headers)
        if len(headers) > _MOST_HEADERS or size > _LONGEST_HEADERS:
            raise Problem("headers-too-large", "the headers are too many or too large")
        lengths = [name for name, _ in headers if name in _LENGTHS]
        if len(set(lengths)) > 1:
            # Two lengths are how requests are smuggled past a proxy.
            raise Problem("malformed-request", "Content-Length and Transfer-Encoding together")
        codings = {value.strip().lower() for name, value in headers if name == _LENGTHS[0]}
        if codings - {b"chunked"}:
            raise Problem("malformed-request", "the only transfer coding is 'chunked'")
        _check_path(scope["path"])
        _check_query(scope["query_string"], once=scope["path"].startswith("/api/"))

    def _check_writer(self, scope: Scope) -> None:
        """Whoever may not write need not send a body, and learns nothing of what is wrong in it."""
        method, path = scope["method"], scope["path"]
        if not is_reading(method, path) and method in allowed_methods(scope["app"], path):
            check_token(Request(scope), self.settings)

    def _report(self, scope: Scope, exchange: _Exchange) -> None:
        seconds = time.perf_counter() - exchange.began
        route = getattr(scope["route"], "path", "other")
        LATENCY.labels(route, scope["method"], exchange.status or 500).observe(seconds)
        state = scope["state"]
        line: dict[str, Any] = {
            "request_id": state["request_id"],
            "method": readable(scope["method"], 20),
            "path": readable(scope["path"], 200),
            "status": exchange.status,
            "milliseconds": round(seconds * 1000, 2),
            "bytes": exchange.size,
            "client": client_of(Request(scope), self.settings),
        }
        for name in ("query_sha256", "query_text"):
            if name in state:
                line[name] = state[name]
        if exchange.broken:
            line["broken"] = readable(exchange.broken, 200)
        _LOG.info("request", **line)


def _check_query(query: bytes, *, once: bool) -> None:
    """Other encodings would be read as other words; of two values one would be passed over."""
    try:
        unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("invalid-encoding", "the parameters are not percent-encoded UTF-8") from error
    names = [part.partition(b"=")[0] for part in query.split(b"&") if part] if once else []
    if len(names) > len(set(names)):
        raise Problem("invalid-parameter", "a parameter is given twice")


def _check_path(path: str) -> None:
    if "\0" in path or "\\" in path or ".." in path.split("/"):
        # Below the graph store a path is a name that a client chose; elsewhere it names nothing.
        kind = "malformed-request" if path.startswith("/rdf-graph-store") else "not-found"
        raise Problem(kind, "the path is not valid")
    if "\ufffd" in path or any("\ud800" <= char <= "\udfff" for char in path):
        raise Problem("invalid-encoding", "the path is not UTF-8")


class _Exchange:
    """The way out: counts, and puts on every answer what every answer has."""

    def __init__(self, scope: Scope, send: Send, began: float) -> None:
        self.began, self.status, self.size, self.broken = began, 0, 0, ""
        self._scope, self._send = scope, send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message["headers"])
            names = {name for name, _ in headers}
            if b"x-content-type-options" not in names:
                headers.append((b"x-content-type-options", b"nosniff"))
            headers.append((b"x-request-id", self._scope["state"]["request_id"].encode()))
            if self._is_shared(headers):
                headers += CORS
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
            if self._scope["method"] == "HEAD":
                message = {**message, "body": b""}
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await self._send(message)
        except TimeoutError as error:
            raise BrokenTransfer("the client takes nothing any more") from error

    def _is_shared(self, headers: list[tuple[bytes, bytes]]) -> bool:
        """Whether pages of other sites may read this answer: data yes, pages and writes no."""
        kind = next((value for name, value in headers if name == b"content-type"), b"")
        reading = is_reading(self._scope["method"], self._scope["path"])
        return reading and not kind.startswith(b"text/html")


class _Body:
    """The way in: bounded in size, and in the time a client may leave us waiting."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._limit = receive, limit
        self._size, self._complete = 0, False

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), _BODY_SECONDS)
        except TimeoutError as error:
            raise Problem("request-timeout", "the body did not come in time") from error
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
            if self._size > self._limit:
                raise Problem("too-large", f"at most {self._limit:,} bytes are taken")
        elif message["type"] == "http.disconnect":
            self._complete = True
        return message
