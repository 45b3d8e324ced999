"""The command: over standard input, over HTTP, over a store that others change or that is elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from kg.mcp.running import QueryRunner
from kg.mcp.source import GraphSource
from kg.settings import read_settings
from kg.store import ServedStore, open_store
from tests.cli.conftest import Kg, kg
from tests.serving import build_graph, serving
from tests.store.engines import free_port, running

__all__ = ["kg"]

ASKED = {"question": "谁牵头学校安全工作?"}
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s <urn:p> ?o }"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("mcp") / "graph"
    build_graph(store)
    return store


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[tuple[Path, QueryRunner]]:
    """A small store in a directory, and what runs queries on it."""
    path = tmp_path / "graph"
    with open_store(path) as store:
        store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }")
    with GraphSource(read_settings({}, store=str(path))) as source:
        runner = QueryRunner(source)
        yield path, runner
        runner.close()


def called(server: Any, name: str, arguments: dict[str, Any]) -> Any:
    async def ask() -> Any:
        async with Client(server) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(ask)


def count(runner: QueryRunner) -> tuple[str, int]:
    """The number of triples as a worker sees it, and as this process does."""
    seen: str = runner.run(COUNT)["rows"][0]["n"]
    return seen, int(runner.source.view().rows(COUNT)[0]["n"])


def test_it_speaks_over_standard_input(built: Path) -> None:
    arguments = ["-m", "kg", "mcp", "--store", str(built)]
    server = StdioServerParameters(command=sys.executable, args=arguments)
    found = called(server, "ask", ASKED)
    assert not found.is_error
    assert found.structured_content["answered"]


def test_it_speaks_over_http_and_to_this_machine_only(built: Path, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/mcp"
    command = [sys.executable, "-m", "kg", "mcp", "--http", "--port", str(port)]
    with running([*command, "--store", str(built)], address, tmp_path / "log"):
        assert called(address, "ask", ASKED).structured_content["answered"]
        strange = urllib.request.Request(
            address, b"{}", {"Host": "evil.example", "Content-Type": "application/json"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(strange)
        assert refused.value.code == 421
        refused.value.close()


def test_without_the_package_one_line_says_how_to_get_it(built: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None; from kg.cli import run; sys.exit(run(['mcp']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "KG_STORE": str(built)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "kg: cannot serve agents: the package 'mcp' is not installed; "
        "install it with: pip install 'responsibility-kg[mcp]'"
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is no such directory"),
        (("--store", "memory:"), "it is empty"),
        (("--port", "9000"), "add --http"),
    ],
)
def test_what_cannot_be_served_is_one_line(kg: Kg, arguments: tuple[str, ...], said: str) -> None:
    outcome = kg("mcp", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.reason


def test_a_changed_store_is_seen_without_a_new_start(counted: tuple[Path, QueryRunner]) -> None:
    path, runner = counted
    assert count(runner) == ("1", 1)
    view = runner.source.view()
    assert runner.source.view() is view
    with open_store(path) as store:
        store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")
    assert count(runner) == ("2", 2)
    assert runner.source.view() is not view


def test_a_separate_default_graph_is_for_the_queries_of_agents_only(
    counted: tuple[Path, QueryRunner],
) -> None:
    settings = read_settings({}, store=str(counted[0]), default_graph="separate")
    with GraphSource(settings) as source:
        runner = QueryRunner(source)
        assert count(runner) == ("0", 1)
        runner.close()


def test_a_store_that_a_service_changes_is_seen_as_published(
    counted: tuple[Path, QueryRunner],
) -> None:
    path, runner = counted
    with ServedStore(path) as store:
        for number in range(2, 6):
            store.update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:a> <urn:p> {number} }} }}")
            assert count(runner) == (str(number), number)
    assert count(runner) == ("5", 5)


def test_a_store_elsewhere_answers_behind_the_same_guard(built: Path, tmp_path: Path) -> None:
    with serving(built, tmp_path) as served:
        settings = read_settings({}, store=f"{served.address}/sparql")
        with GraphSource(settings) as source:
            runner = QueryRunner(source)
            found = runner.run("SELECT DISTINCT ?b WHERE { ?b a rg:Body }", limit=2)
            assert (found["count"], found["cut"]) == (2, True)
            assert source.view().answerer.ask(ASKED["question"]).answered
            with pytest.raises(Exception, match="not allowed"):
                runner.run("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
            runner.close()


def test_workers_end_with_the_runner(counted: tuple[Path, QueryRunner]) -> None:
    _, runner = counted
    runner.run(COUNT)
    ((worker, _),) = runner._idle
    runner.close()
    assert worker.returncode is not None
