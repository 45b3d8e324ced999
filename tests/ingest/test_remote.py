from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kg.ingest import build
from kg.store import Store, open_store
from tests.plans import write_plan
from tests.store.engines import oxigraph_server, virtuoso_server

Engine = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(params=[oxigraph_server, virtuoso_server], ids=["oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    engine: Engine = request.param
    (tmp_path / "engine").mkdir()
    with engine(tmp_path / "engine") as address, open_store(address) as store:
        yield store


def statements(store: Store) -> set[tuple[str, ...]]:
    """What the store says, as plain words; Virtuoso writes true and false as 1 and 0."""
    rows = store.select(
        "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } "
        "FILTER(CONTAINS(STR(?g), '/graph/document/') || CONTAINS(STR(?g), '/graph/inferred')) }"
    ).rows
    numbers = {"true": "1", "false": "0"}
    return {tuple(numbers.get(str(cell), str(cell)) for cell in row) for row in rows}


def test_a_remote_engine_holds_what_a_local_one_holds(remote: Store, tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    assert [each.status for each in build([plan], remote).documents] == ["added"]
    with open_store("memory:") as local:
        build([plan], local)
        assert statements(remote) == statements(local)


def test_a_remote_engine_is_kept_in_step(remote: Store, tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    build([plan], remote)
    assert not build([plan], remote).changed
    write_plan(tmp_path, "plan.txt", duty="对地下空间逐处检查。")
    assert [each.status for each in build([plan], remote).documents] == ["replaced"]
    graphs = [name for name in remote.graphs() if "/graph/document/" in name]
    assert len(graphs) == 1
