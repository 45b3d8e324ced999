"""Keeps the bytes of look-ups for as long as the graph does not change.

Answers over a large graph that took long are kept a little longer: right after a change they are
given as of the earlier version, which a header says, while they are made anew in the background.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LARGEST = 4_000_000
_DEAR_SECONDS = 0.1
_DEAR_TOTAL = 2000
"""Lists of fewer entities are made anew while the client waits: nothing of a small graph is old."""
_MOST_DEAR = 256
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it went out."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """What was asked for, whatever the version of the graph."""

    path: str
    query: bytes
    accept: bytes

    @classmethod
    def of(cls, target: str) -> Place:
        """Return the place of a path with its parameters."""
        path, _, query = target.partition("?")
        return cls(path, query.encode("ascii"), b"")

    def scope(self) -> Scope:
        """Return a request for it that comes from nobody."""
        headers = [(b"host", b"localhost"), *([(b"accept", self.accept)] if self.accept else [])]
        raw = self.path.encode("utf-8", "surrogatepass")
        return {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": self.path, "raw_path": raw, "root_path": "",
            "query_string": self.query, "headers": headers, "client": None, "server": None,
            "state": {},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dear:
    """An answer that took long, with the state of the graph and the day it is of."""

    state: tuple[str, date]
    kept: Kept


class LookupCache:
    """Answers look-ups again from memory and says 304 to those who have the answer.

    The key holds the version of the graph, so nothing is stale but what says so: an answer of the
    earlier version has the headers ``X-Graph-State: earlier`` and ``X-Graph-Version``. A request
    with ``Cache-Control: no-cache`` waits for the answer of now. Where the version is not known
    nothing is kept.

    Args:
        app: the application behind.
        version: gives the version of the graph.
        prefix: which paths are look-ups.
        capacity: bytes kept at most.
        owner: the application as requests name it, for those this makes itself.
    """

    def __init__(
        self,
        app: ASGIApp,
        version: Callable[[], str | None],
        prefix: str = "/api/",
        capacity: int = 64_000_000,
        owner: ASGIApp | None = None,
    ) -> None:
        self.app, self.version, self.prefix, self.capacity = app, version, prefix, capacity
        self.owner, self.hits, self.misses = owner, 0, 0
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._dear: OrderedDict[Place, Dear] = OrderedDict()
        self._renewing: dict[Place, asyncio.Task[None]] = {}
        self._seconds: dict[str, float] = {}
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
        accept = headers.get(b"accept", b"")
        # Who takes anything gets what those get who say nothing.
        place = Place(scope["path"], scope["query_string"], b"" if accept == b"*/*" else accept)
        key = _key((version, date.today()), place)
        kept = self._find(key, place)
        if kept is None and b"no-cache" not in headers.get(b"cache-control", b""):
            earlier = self._dear.get(place)
            if earlier is not None:
                self._renew_later(place)
                await _send_earlier(earlier, scope["method"], send)
                return
        if kept is None:
            kept = await self._make(scope, receive, send, place)
        if kept is not None:
            await _send(kept, headers.get(b"if-none-match"), scope["method"], send)

    async def renew(self, places: Iterable[Place] = ()) -> None:
        """Make the dear answers anew that were given before, and those of some places."""
        for place in dict.fromkeys((*reversed(self._dear), *places)):
            version = self.version()
            if version is None:
                return
            with self._lock:
                known = _key((version, date.today()), place) in self._kept
            if not known:
                await self._renew_later(place)

    def _renew_later(self, place: Place) -> asyncio.Task[None]:
        task = self._renewing.get(place)
        if task is None:
            task = asyncio.create_task(self._renew(place))
            self._renewing[place] = task
            task.add_done_callback(lambda _: self._renewing.pop(place, None))
        return task

    async def _renew(self, place: Place) -> None:
        scope = {**place.scope(), "app": self.owner}
        kept = await self._make(scope, _nothing, _nowhere, place)
        if kept is None:
            # It is an error now: nobody is to be given what is no more.
            self._dear.pop(place, None)

    async def _make(self, scope: Scope, receive: Receive, send: Send, place: Place) -> Kept | None:
        """Let the application answer; None where it sent the answer itself."""
        state = (self.version() or "", date.today())
        key, began = _key(state, place), time.perf_counter()
        collected = _Collector(send, key)
        await self.app({**scope, "method": "GET"}, receive, collected)
        kept = collected.kept
        if kept is not None:
            self._keep(key, kept)
            if self._is_dear(place, kept, time.perf_counter() - began):
                self._dear[place] = Dear(state, kept)
                self._dear.move_to_end(place)
                while len(self._dear) > _MOST_DEAR:
                    self._dear.popitem(last=False)
        return kept

    def _is_dear(self, place: Place, kept: Kept, seconds: float) -> bool:
        """Say whether an answer is of a large list of which any page took long.

        Pages of a list share its order: only the first asked for pays for it.
        """
        if int(dict(kept.headers).get(b"x-total-count", b"0")) < _DEAR_TOTAL:
            return False
        longest = max(seconds, self._seconds.get(place.path, 0.0))
        self._seconds[place.path] = longest
        return longest > _DEAR_SECONDS

    def _find(self, key: bytes, place: Place) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                self.misses += 1
            else:
                self.hits += 1
                self._kept.move_to_end(key)
                if place in self._dear:
                    self._dear.move_to_end(place)
            return kept

    def _keep(self, key: bytes, kept: Kept) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._size += len(kept.body)
            while self._size > self.capacity:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.body)


def _key(state: tuple[str, date], place: Place) -> bytes:
    # The day is part of the key because "overdue" depends on it.
    version, day = state
    path = place.path.encode("utf-8", "surrogatepass")
    parts = (version.encode(), str(day).encode(), path, place.query, place.accept)
    return blake2b(b"\x00".join(parts), digest_size=16).digest()


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _nowhere(message: Message) -> None:
    """Take what nobody asked for."""


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


async def _send_earlier(earlier: Dear, method: str, send: Send) -> None:
    """Send what was right before the last change, and say so; nobody is to keep it."""
    headers: _Headers = [
        *earlier.kept.headers,
        (b"content-length", str(len(earlier.kept.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-graph-state", b"earlier"),
        (b"x-graph-version", earlier.state[0].encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    body = b"" if method == "HEAD" else earlier.kept.body
    await send({"type": "http.response.body", "body": body})
