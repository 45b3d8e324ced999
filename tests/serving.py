"""Runs `kg build` and `kg serve` as users do: own processes, a free port of loopback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen, TimeoutExpired, run

from tests.conftest import CHANGJI
from tests.store.engines import free_port, wait_for

TOKEN = "a-token-for-tests-only"


@dataclass(frozen=True)
class Served:
    """A service that runs.

    Attributes:
        address: without a slash at the end.
        process: of ``kg serve``.
        store: its directory.
        log: what it says on standard error.
    """

    address: str
    process: Popen[bytes]
    store: Path
    log: Path


def build_graph(store: Path, *documents: Path) -> None:
    """Read documents, by default the example plan, into a store."""
    done = run(
        [sys.executable, "-m", "kg", "build", *(documents or (CHANGJI,)), "--store", store],
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        env=_environment({}),
    )
    assert done.returncode == 0, done.stdout


@contextmanager
def serving(store: Path, folder: Path, **settings: object) -> Iterator[Served]:
    """Run `kg serve` over a store until the block ends.

    Args:
        folder: where the log goes.
        settings: ``KG_…`` by their names in lower case; the token is set unless given.
    """
    port, log = free_port(), folder / "serve.log"
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port)]
    chosen = _environment({"token": TOKEN, **settings})
    with log.open("ab") as out, Popen(command, stdout=out, stderr=out, env=chosen) as process:
        try:
            wait_for(f"{address}/readyz", process, log, 60)
            yield Served(address, process, store, log)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except TimeoutExpired:
                process.kill()


def resident_megabytes(pid: int) -> float:
    """What a process holds together with all that it has started."""
    held = 0.0
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        held = sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
    return held + sum(map(resident_megabytes, children_of(pid)))


def children_of(pid: int) -> list[int]:
    """The processes that one has started and that have not ended."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):  # the thread ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return found


def _environment(settings: Mapping[str, object]) -> dict[str, str]:
    """The environment without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return {**kept, **{f"KG_{name.upper()}": str(value) for name, value in settings.items()}}
