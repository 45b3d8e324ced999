"""What whole-graph look-ups need is there soon after a start and after a change."""

from __future__ import annotations

import time

from starlette.testclient import TestClient

from kg.settings import read_settings
from kg.store import open_store
from kg.vocabulary import DEFAULT_BASE, RG
from kg.web.app import create_app
from tests.benchmark.plans import nquads


def _wait(client: TestClient) -> None:
    end = time.monotonic() + 30
    while "kg_state_current 1.0" not in client.get("/metrics").text:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_whole_lists_and_counts_are_computed_before_they_are_asked_for() -> None:
    store = open_store("memory:")
    store.load("".join(nquads(1)).encode())
    app = create_app(store, read_settings({}, store="memory:", token="t" * 20, workers=1))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        _wait(client)
        misses = app.state.cache.misses
        first = client.get("/api/departments?sort=-leads&limit=20")
        assert (first.status_code, app.state.cache.misses) == (200, misses)
        assert app.state.computed.known("duties of bodies")
        body, graph = f"{DEFAULT_BASE}body/new", f"{DEFAULT_BASE}graph/new"
        app.state.store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <{body}> a <{RG.Body}> }} }}")
        assert "kg_state_current 0.0" in client.get("/metrics").text
        total = client.get("/api/departments?limit=1").json()["total"]
        _wait(client)
        assert total == first.json()["total"] + 1
        assert client.get("/api/departments").json()["total"] == total
