"""Answers of the earlier version: only dear ones of large graphs, never without saying so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kg.web.api import caching
from kg.web.api.caching import LookupCache, Place


class Graph:
    """An application whose answer names the version it is of."""

    def __init__(self, total: int = 5000) -> None:
        self.version, self.total, self.status, self.asked = "v1", total, 200, 0
        self.cache = LookupCache(self.answer, lambda: self.version)

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        headers = [(b"x-total-count", str(self.total).encode())]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.version.encode()})

    async def get(
        self, target: str = "/api/departments?sort=-leads", **headers: str
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        given = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        scope = {**Place.of(target).scope(), "headers": given}
        await self.cache(scope, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@pytest.fixture(autouse=True)
def _everything_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_DEAR_SECONDS", -1.0)


def test_right_after_a_change_the_earlier_answer_says_what_it_is() -> None:
    async def story() -> None:
        graph = Graph()
        _, first, _ = await graph.get()
        graph.version = "v2"
        status, headers, body = await graph.get(if_none_match=first[b"etag"].decode())
        assert (status, body) == (200, b"v1")
        assert headers[b"x-graph-state"] == b"earlier"
        assert headers[b"x-graph-version"] == b"v1"
        assert headers[b"cache-control"] == b"no-store"
        assert b"etag" not in headers
        await asyncio.sleep(0.01)
        _, headers, body = await graph.get()
        assert (body, b"x-graph-state" in headers, graph.asked) == (b"v2", False, 2)

    asyncio.run(story())


def test_who_wants_the_answer_of_now_gets_it() -> None:
    async def story() -> None:
        graph = Graph()
        await graph.get()
        graph.version = "v2"
        _, headers, body = await graph.get(cache_control="no-cache")
        assert (body, b"x-graph-state" in headers) == (b"v2", False)

    asyncio.run(story())


def test_lists_of_a_small_graph_are_always_of_now() -> None:
    async def story() -> None:
        graph = Graph(total=1999)
        await graph.get()
        graph.version = "v2"
        _, headers, body = await graph.get()
        assert (body, b"x-graph-state" in headers) == (b"v2", False)

    asyncio.run(story())


def test_pages_that_share_a_dear_order_are_dear_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        graph = Graph()
        await graph.get()
        graph.cache._seconds["/api/departments"] = 5.0
        monkeypatch.setattr(caching, "_DEAR_SECONDS", 1.0)
        await graph.get("/api/departments?offset=50")
        await graph.get("/api/domains")
        graph.version = "v2"
        _, headers, _ = await graph.get("/api/departments?offset=50")
        assert headers[b"x-graph-state"] == b"earlier"
        _, headers, _ = await graph.get("/api/domains")
        assert b"x-graph-state" not in headers

    asyncio.run(story())


def test_what_is_asked_for_often_stays_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(caching, "_MOST_DEAR", 3)
        graph = Graph()
        for offset in range(6):
            await graph.get()
            await graph.get(f"/api/departments?offset={offset}")
        graph.version = "v2"
        _, headers, _ = await graph.get()
        assert headers[b"x-graph-state"] == b"earlier"

    asyncio.run(story())


def test_what_became_an_error_is_given_once_at_most() -> None:
    async def story() -> None:
        graph = Graph()
        await graph.get()
        graph.version, graph.status = "v2", 404
        assert (await graph.get())[0] == 200
        await asyncio.sleep(0.01)
        assert (await graph.get())[0] == 404

    asyncio.run(story())


def test_dear_answers_are_made_anew_beforehand() -> None:
    async def story() -> None:
        graph = Graph()
        await graph.get()
        graph.version = "v2"
        await graph.cache.renew()
        assert graph.asked == 2
        _, headers, body = await graph.get()
        assert (body, b"x-graph-state" in headers, graph.asked) == (b"v2", False, 2)

    asyncio.run(story())
