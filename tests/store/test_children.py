"""No pipe and no process is left behind, on whatever path a child was given up."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.mcp.running import QueryRunner
from kg.mcp.source import GraphSource
from kg.settings import read_settings
from kg.store import ServedStore
from kg.store.children import Children
from tests.store.contract import A, B, G, P

ECHO = [sys.executable, "-c", "import sys; sys.stdin.read()"]


def _refused_twice(directory: Path) -> None:
    with ServedStore(directory), pytest.raises(StoreError, match="in use"):
        ServedStore(directory)


def _damaged(directory: Path) -> None:
    with ServedStore(directory):
        pass
    (directory / "CURRENT").write_bytes(b"garbage")
    with pytest.raises(StoreError, match="damaged"):
        ServedStore(directory)


def _never_closed(directory: Path) -> None:
    ServedStore(directory).replace_graph(G, [(A, P, B)])


def _never_closed_temporary(directory: Path) -> None:
    folder = ServedStore.temporary().directory
    gc.collect()
    assert not folder.parent.exists()


def _replaced(directory: Path) -> None:
    with ServedStore(directory) as store:
        store._child.kill()
        store._child.wait()
        store.replace_graph(G, [(A, P, B)])


def _not_replaced(directory: Path) -> None:
    with ServedStore(directory) as store:
        store._child.kill()
        store._child.wait()
        current = directory / "CURRENT"
        kept = current.read_bytes()
        current.write_bytes(b"garbage")
        for _ in range(2):
            with pytest.raises(StoreError, match="damaged"):
                store.replace_graph(G, [(A, P, B)])
        current.write_bytes(kept)
        store.replace_graph(G, [(A, P, B)])
        assert store.size() == 1


def _agents_never_closed(directory: Path) -> None:
    with ServedStore(directory) as store:
        store.replace_graph(G, [(A, P, B)])
    source = GraphSource(read_settings({}, store=str(directory)))
    with contextlib.closing(source):
        assert QueryRunner(source).run("ASK { ?s ?p ?o }")["boolean"]


def _failed_block(directory: Path) -> None:
    with contextlib.suppress(KeyboardInterrupt), Children().starting(ECHO):
        raise KeyboardInterrupt


@pytest.fixture
def unclosed() -> Iterator[list[str]]:
    """What the interpreter says about files and processes that nobody closed."""
    said: list[str] = []
    gc.collect()
    with warnings.catch_warnings():
        warnings.simplefilter("always", ResourceWarning)
        warnings.showwarning = lambda message, *rest: said.append(str(message))
        yield said


def _open_files() -> set[str]:
    return set(os.listdir("/proc/self/fd"))


def _children() -> set[str]:
    lists = Path("/proc/self/task").glob("*/children")
    return {pid for found in lists for pid in found.read_text("ascii").split()}


@pytest.mark.parametrize(
    "give_up",
    [
        _refused_twice,
        _damaged,
        _never_closed,
        _never_closed_temporary,
        _replaced,
        _not_replaced,
        _agents_never_closed,
        _failed_block,
    ],
)
def test_no_child_leaves_anything_behind(
    give_up: Callable[[Path], None], tmp_path: Path, unclosed: list[str]
) -> None:
    files, children = _open_files(), _children()
    give_up(tmp_path / "s")
    gc.collect()
    assert unclosed == []
    assert _open_files() <= files
    assert _children() <= children


def test_the_test_would_see_a_pipe_that_nobody_closed(unclosed: list[str]) -> None:
    child = subprocess.Popen(ECHO, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.kill()
    child.wait()
    del child
    gc.collect()
    assert len(unclosed) == 2
