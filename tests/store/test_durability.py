"""Nothing acknowledged is lost and nothing is torn when a process is killed at any moment."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import StoreError
from kg.store import ServedStore, Store, open_store
from tests.store.contract import P

# Each change writes two graphs; a reader must see both or neither.
WRITER = """
import sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.store import ServedStore, open_store
directory, first, served = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "served"
store = ServedStore(directory) if served else open_store(directory)
print("open", flush=True)
P = URIRef("urn:x:p")
for number in range(first, first + 100000):
    triples = [(URIRef(f"urn:x:{number}/{n}"), P, Literal("x" * 100)) for n in range(20)]
    store.replace_graphs({f"urn:g:{number}": triples, f"urn:h:{number}": triples})
    print(number, flush=True)
"""


def _kill_while_writing(directory: Path, first: int, kind: str, wait: float) -> int:
    """Kill a writer, its children too, and return the last change it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), str(first), kind],
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(wait)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        said = process.stdout.read().split()
    return max([first - 1, *(int(number) for number in said if number.isdigit())])


def _opened(directory: Path) -> Store:
    """The store, as soon as the kernel has taken its lock from the dead."""
    end = time.monotonic() + 10
    while True:
        try:
            return open_store(directory)
        except StoreError as error:
            if "in use" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _check(directory: Path, acknowledged: int, made: Iterable[int] | None = None) -> int:
    """Open the store and return the last change in it; all up to it, or those made, are whole."""
    with _opened(directory) as store:
        table = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        found = {str(graph): int(str(count)) for graph, count in table.rows}
    last = max((int(name.rpartition(":")[2]) for name in found), default=-1)
    assert last >= acknowledged, "an acknowledged change is lost"
    for number in range(last + 1) if made is None else made:
        assert found.get(f"urn:g:{number}") == found.get(f"urn:h:{number}") == 20, (
            "a change is torn"
        )
    return last


def _kill_often(directory: Path, times: int, kind: str) -> None:
    source = random.Random(times)
    first = 0
    for _ in range(times):
        acknowledged = _kill_while_writing(directory, first, kind, source.uniform(0.01, 0.4))
        first = _check(directory, acknowledged) + 1
    assert first > times // 2, "the writer got nothing done, so the test shows nothing"


@pytest.mark.timeout(280)
def test_killed_ten_times_while_writing_itself(tmp_path: Path) -> None:
    _kill_often(tmp_path / "store", 10, "plain")


@pytest.mark.timeout(280)
def test_killed_ten_times_while_its_child_writes(tmp_path: Path) -> None:
    _kill_often(tmp_path / "store", 10, "served")


@pytest.mark.timeout(280)
def test_a_service_goes_on_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    """The service outlives its writer; what it acknowledges is there, and nothing in halves."""
    source = random.Random(7)
    acknowledged: set[int] = set()
    with ServedStore(tmp_path / "store") as store:
        for number in range(10):
            triples = [(URIRef(f"urn:x:{number}/{n}"), P, Literal("x" * 100)) for n in range(20)]
            graphs = {f"urn:g:{number}": triples, f"urn:h:{number}": triples}
            killer = threading.Timer(source.uniform(0.0, 0.02), store._child.kill)
            killer.start()
            with contextlib.suppress(StoreError):
                store.replace_graphs(graphs)
                acknowledged.add(number)
            killer.join()
            seen = {str(name) for name in store.graphs()}
            assert seen >= {f"urn:{k}:{n}" for n in acknowledged for k in "gh"}
        assert store.deaths >= 9
    made = {int(name.rpartition(":")[2]) for name in seen}
    assert _check(tmp_path / "store", -1, made) == max(made)


@pytest.mark.parametrize("leftover", ["00000003.new", "00000003.new.tmp", "00000002.new"])
def test_a_snapshot_that_a_killed_writer_was_making_is_no_damage(
    tmp_path: Path, leftover: str
) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph("urn:g", [])
        assert store.number == 2
        assert store.snapshot_path().name == "00000002"
    (tmp_path / "s" / "snapshots" / leftover).mkdir()
    (tmp_path / "s" / "snapshots" / leftover / "CURRENT").write_bytes(b"half")
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph("urn:h", [])
        assert store.graphs() == (URIRef("urn:g"), URIRef("urn:h"))
        assert {entry.name for entry in store.snapshot_path().parent.iterdir()} == {
            "00000003", "00000004",
        }  # fmt: skip


def test_the_copy_of_a_killed_reader_goes_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    folder = tmp_path / "s" / "snapshots"
    with ServedStore(tmp_path / "s"):
        (folder / "reader-of-a-dead-process").mkdir()
        reader = open_store(tmp_path / "s", read_only=True)
    with ServedStore(tmp_path / "s"):
        assert len(list(folder.glob("reader-*"))) == 1
        assert reader.graphs() == ()
        reader.close()
        assert not list(folder.glob("reader-*"))


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("kind", ["plain", "served"])
def test_killed_250_times_while_writing(tmp_path: Path, kind: str) -> None:
    _kill_often(tmp_path / "store", 250, kind)
