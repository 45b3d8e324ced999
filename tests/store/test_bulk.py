"""A large first load is fast and still all or nothing, whenever it is broken off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from kg.errors import KgError, QueryError
from kg.store import ServedStore, open_store
from kg.store.bulk import is_unfinished, open_engine
from tests.store.contract import A, B, G, P

MANY = 12_000
LINES = b"".join(
    b'<urn:x:%d> <urn:p> "%s" <urn:g> .\n' % (number, b"x" * 80) for number in range(MANY)
)
BROKEN = LINES + b"<urn:x> <urn:p> ."
QUADS = [(URIRef(f"urn:x:{number}"), P, Literal("x"), G) for number in range(MANY)]


def test_files_and_quads_arrive_whole(tmp_path: Path) -> None:
    for place, data in (("file", LINES), ("quads", QUADS)):
        with open_store(tmp_path / place) as store:
            store.load(data)
            assert store.size() == MANY
        assert not is_unfinished(tmp_path / place)
        with open_store(tmp_path / place, read_only=True) as store:
            assert store.size() == MANY


def test_a_second_load_adds(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.load([(A, P, B, None)])
        store.load(LINES)
        assert store.size() == MANY + 1


def test_a_broken_file_leaves_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        with pytest.raises(QueryError):
            store.load(BROKEN)
        assert store.size() == 0
        assert store.graphs() == ()
        store.load(LINES)
        assert store.size() == MANY
    assert not is_unfinished(tmp_path / "s")


def test_a_served_store_loads_a_file_and_shows_all_of_it_at_once(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        with pytest.raises(KgError):
            store.load(BROKEN)
        assert store.size() == 0
        seen: set[int] = set()
        done = threading.Event()

        def look() -> None:
            while not done.is_set():
                seen.add(store.size())

        looking = threading.Thread(target=look)
        looking.start()
        store.load(LINES, into=str(G))
        done.set()
        looking.join()
        assert seen <= {0, MANY}
        assert store.size() == MANY


def test_what_was_left_of_a_load_goes_when_the_store_is_opened(tmp_path: Path) -> None:
    directory = tmp_path / "s"
    engine = ox.Store(str(directory))
    engine.bulk_load(LINES, ox.RdfFormat.N_QUADS)
    engine.flush()
    del engine
    (directory / "unfinished-first-load").touch()
    with open_store(directory, read_only=True) as store:
        assert store.size() == 0
    with ServedStore(directory) as served:
        assert served.size() == 0
    assert not is_unfinished(directory)
    with open_store(directory) as store:
        assert (store.size(), store.graphs()) == (0, ())


LOADER = """
import sys
from pathlib import Path
from kg.store import open_store
store = open_store(Path(sys.argv[1]))
data = b"".join(b'<urn:x:%d> <urn:p> "%d" <urn:g> .\\n' % (n, n) for n in range(int(sys.argv[2])))
print("open", flush=True)
store.load(data)
print("loaded", flush=True)
sys.stdin.read()
"""


@pytest.mark.timeout(200)
def test_killed_at_any_moment_all_or_nothing_is_there(tmp_path: Path) -> None:
    """The moments are spread from the first byte to after the word that all is there."""
    size, outcomes = 60_000, set()
    for number in range(8):
        directory = tmp_path / str(number)
        with subprocess.Popen(
            [sys.executable, "-c", LOADER, str(directory), str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"open\n"
            said = b""
            if number == 7:
                said = process.stdout.readline()
            else:
                time.sleep(0.03 * number)
            os.kill(process.pid, signal.SIGKILL)
            said += process.stdout.read()
        engine = open_engine(directory)
        found = len(engine)
        del engine
        assert found in (0, size)
        assert found == size or b"loaded" not in said
        outcomes.add(found)
    assert outcomes == {0, size}
