from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from kg.documents import Bounds
from kg.ingest import pool
from kg.ingest.reading import Refusal, read_source
from kg.ingest.sources import Source
from tests.plans import write_plan

BASE = "https://w3id.org/responsibility/id/"


def read_or_die(source: Source, base: str, decisions: tuple[()], bounds: Bounds) -> pool.Result:
    """Stands for the reader in worker processes: some documents kill it, some confuse it."""
    if "deadly" in str(source):
        os._exit(1)
    if "confusing" in str(source):
        raise ZeroDivisionError("half of nothing")
    return read_source(source, base, decisions, bounds)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pool.Result]:
    folder = tmp_path_factory.mktemp("plans")
    names = ("a.txt", "deadly.txt", "confusing.txt", "b.txt")
    plans = [write_plan(folder, name, title=f"东阳市{name}方案") for name in names]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "read_source", read_or_die)
        found = list(pool.read_all(plans, BASE, (), bounds=Bounds(), workers=2))
    return {source.name: result for source, result in found if isinstance(source, Path)}


def test_a_reader_that_dies_costs_its_document_only(results: dict[str, pool.Result]) -> None:
    assert not isinstance(results["a.txt"], Refusal)
    assert not isinstance(results["b.txt"], Refusal)
    deadly = results["deadly.txt"]
    assert isinstance(deadly, Refusal)
    assert "ended from outside" in deadly.reason


def test_a_mistake_of_the_reader_costs_its_document_only(results: dict[str, pool.Result]) -> None:
    confusing = results["confusing.txt"]
    assert isinstance(confusing, Refusal)
    assert "ZeroDivisionError" in confusing.reason


def test_every_source_has_one_result(results: dict[str, pool.Result]) -> None:
    assert sorted(results) == ["a.txt", "b.txt", "confusing.txt", "deadly.txt"]


def test_a_future_that_went_well_is_its_result() -> None:
    future: Future[pool.Result] = Future()
    future.set_result(Refusal("x", "y"))
    assert pool._result_of(future, Path("x")) == Refusal("x", "y")


_BUILDING = """
import signal
import sys
from pathlib import Path
from kg.ingest import build
from kg.store import open_store

# Where the tests run in the background, an interrupt is ignored from the start.
signal.signal(signal.SIGINT, signal.default_int_handler)

def tell(step):
    print("begun", flush=True)

with open_store("memory:") as store:
    build([Path(sys.argv[1])], store, workers=2, on_progress=tell)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nothing_goes_on_reading_for_a_run_that_was_ended(
    tmp_path: Path, number: signal.Signals
) -> None:
    write_plan(tmp_path, "a.txt")
    for name in ("b.txt", "c.txt"):
        # Takes minutes to read.
        (tmp_path / name).write_text("做好排查工作(市民政局牵头,市财政局配合)\n" * 40_000, "utf-8")
    command = [sys.executable, "-c", _BUILDING, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        if number == signal.SIGINT:
            os.killpg(child.pid, number)
        else:
            child.kill()
        # Every process of the run holds the other end of this pipe.
        ended = select.select([child.stdout], [], [], 20)[0]
        if not ended:
            os.killpg(child.pid, signal.SIGKILL)
        assert ended
        assert child.stdout.read() == b""
