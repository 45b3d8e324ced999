"""Keeps the bytes of look-ups for as long as the graph does not change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LARGEST = 4_000_000
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it went out."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes


class LookupCache:
    """Answers look-ups again from memory and says 304 to those who have the answer.

    The key holds the version of the graph, so nothing stale is ever given; where the version is
    not known nothing is kept.

    Args:
        app: the application behind.
        version: gives the version of the graph.
        prefix: which paths are look-ups.
        capacity: bytes kept at most.
    """

    def __init__(
        self,
        app: ASGIApp,
        version: Callable[[], str | None],
        prefix: str = "/api/",
        capacity: int = 64_000_000,
    ) -> None:
        self.app, self.version, self.prefix, self.capacity = app, version, prefix, capacity
        self.hits = self.misses = 0
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the application answer and keep what it says."""
        readable = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not readable or not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return
        version = self.version()
        if version is None:
            await self.app({**scope, "method": "GET"}, receive, _without_body(scope, send))
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        key = _key(version, scope, headers)
        kept = self._find(key)
        if kept is None:
            collected = _Collector(send, key)
            await self.app({**scope, "method": "GET"}, receive, collected)
            kept = collected.kept
            if kept is None:
                return
            self._keep(key, kept)
        await _send(kept, headers.get(b"if-none-match"), scope["method"], send)

    def _find(self, key: bytes) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                self.misses += 1
            else:
                self.hits += 1
                self._kept.move_to_end(key)
            return kept

    def _keep(self, key: bytes, kept: Kept) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._size += len(kept.body)
            while self._size > self.capacity:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.body)


def _key(version: str, scope: Scope, headers: dict[bytes, bytes]) -> bytes:
    # The day is part of the key because "overdue" depends on it.
    parts = (
        version.encode(),
        str(date.today()).encode(),
        scope["path"].encode("utf-8", "surrogatepass"),
        scope["query_string"],
        headers.get(b"accept", b""),
    )
    return blake2b(b"\x00".join(parts), digest_size=16).digest()


def _without_body(scope: Scope, send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] == "http.response.body" and scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await send(message)

    return forward


class _Collector:
    """Holds back a 200 that can be kept; lets everything else through."""

    def __init__(self, send: Send, key: bytes) -> None:
        self.kept: Kept | None = None
        self._send, self._etag = send, b'"' + key.hex().encode() + b'"'
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                self._start = message
            else:
                await self._send(message)
        elif self._start is None:
            await self._send(message)
        else:
            await self._collect(self._start, message)

    async def _collect(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(self._body) > _LARGEST:
            await self._send(start)
            await self._send({**message, "body": self._body})
            self._start = None
        elif not more:
            headers = tuple(each for each in start["headers"] if each[0] != b"content-length")
            self.kept = Kept(headers, self._body, self._etag)


async def _send(kept: Kept, known: bytes | None, method: str, send: Send) -> None:
    tags = (
        {tag.strip().removeprefix(b"W/") for tag in known.split(b",")}
        if known is not None
        else set()
    )
    unchanged = kept.etag in tags or b"*" in tags
    headers: _Headers = [
        (b"etag", kept.etag),
        (b"cache-control", b"public, max-age=0, must-revalidate"),
    ]
    if unchanged:
        headers += [each for each in kept.headers if each[0] == b"vary"]
    else:
        headers += [*kept.headers, (b"content-length", str(len(kept.body)).encode())]
    status = 304 if unchanged else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if unchanged or method == "HEAD" else kept.body
    await send({"type": "http.response.body", "body": body})
