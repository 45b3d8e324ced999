"""The remote adapter against real engines."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryTimeout, StoreError
from kg.store import Store, open_store
from tests.store.contract import StoreContract
from tests.store.engines import free_port, oxigraph_server, virtuoso_server


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


class TestOxigraphServer(StoreContract):
    @pytest.fixture
    def store(self, oxigraph: str) -> Iterator[Store]:
        with open_store(oxigraph) as store:
            store.update("DROP ALL")
            yield store


class TestVirtuoso(StoreContract):
    # Virtuoso has no default graph of its own and commits each operation by itself.
    writes_default_graph = False
    one_transaction = False

    @pytest.fixture
    def store(self, virtuoso: str) -> Iterator[Store]:
        with open_store(virtuoso) as store:
            for graph in store.graphs():
                store.remove_graph(graph)
            yield store


def test_read_only_refuses_changes(oxigraph: str) -> None:
    with open_store(oxigraph, read_only=True) as store, pytest.raises(StoreError, match="reading"):
        store.update("DROP ALL")


def test_an_unreachable_endpoint_is_one_line(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises(StoreError, match="cannot reach") as caught:
        open_store(address)
    assert "\n" not in str(caught.value)
    assert address in str(caught.value)


class _Silent(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        release.wait(20)

    def log_message(self, *args: Any) -> None:
        pass


release = threading.Event()


def test_a_silent_endpoint_is_given_up_after_the_time_limit() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with pytest.raises(QueryTimeout):
                open_store(f"http://127.0.0.1:{server.server_port}/sparql", timeout=1)
        finally:
            release.set()
            server.shutdown()
