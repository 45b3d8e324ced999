"""Nothing acknowledged is lost and nothing is torn when a process is killed at any moment."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store, open_store

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


def _check(directory: Path, acknowledged: int) -> int:
    """Open the store and return the last change in it; all up to it are whole."""
    with _opened(directory) as store:
        table = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        found = {str(graph): int(str(count)) for graph, count in table.rows}
    last = max((int(name.rpartition(":")[2]) for name in found), default=-1)
    assert last >= acknowledged, "an acknowledged change is lost"
    for number in range(last + 1):
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


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("kind", ["plain", "served"])
def test_killed_250_times_while_writing(tmp_path: Path, kind: str) -> None:
    _kill_often(tmp_path / "store", 250, kind)
