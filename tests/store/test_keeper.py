"""A worker and its keeper end together, whoever ends first, and come after the service."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from kg.store.frames import read_frame
from tests.serving import children_of

COMMAND = [sys.executable, "-P", "-m", "kg.store.keeper", "256"]
Keeper = subprocess.Popen[bytes]


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        try:
            assert started.stdout is not None
            assert read_frame(started.stdout)
            yield started
        finally:
            started.kill()


def _asked_to(keeper: Keeper, worker: int) -> None:
    keeper.terminate()


def _worker_died(keeper: Keeper, worker: int) -> None:
    os.kill(worker, signal.SIGKILL)


def _no_more_jobs(keeper: Keeper, worker: int) -> None:
    assert keeper.stdin is not None
    keeper.stdin.close()


def _killed(keeper: Keeper, worker: int) -> None:
    keeper.kill()


@pytest.mark.parametrize("ending", [_asked_to, _worker_died, _no_more_jobs, _killed])
def test_both_end(keeper: Keeper, ending: Callable[[Keeper, int], None]) -> None:
    [worker] = children_of(keeper.pid)
    ending(keeper, worker)
    keeper.wait(5)
    assert keeper.stdout is not None
    assert keeper.stdout.read() == b""
    _gone(worker)


def test_a_worker_comes_after_the_service_and_uses_up_nothing_of_its_share(keeper: Keeper) -> None:
    [worker] = children_of(keeper.pid)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker) > own or own >= 10
    assert os.getsid(worker) == os.getsid(keeper.pid) != os.getsid(0)


def test_both_end_with_the_service() -> None:
    program = (
        "import subprocess, sys; "
        f"keeper = subprocess.Popen({COMMAND!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE); "
        "keeper.stdout.read(5); print(keeper.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as service:
        assert service.stdout is not None
        keeper = int(service.stdout.readline())
        [worker] = children_of(keeper)
        service.kill()
    _gone(worker)
    _gone(keeper)


def _gone(process: int) -> None:
    """Wait until a process is no more, or only waits to be reaped by whom it fell to."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        with suppress(OSError), open(f"/proc/{process}/stat", encoding="utf-8") as table:
            if table.read().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.05)
                continue
        return
    pytest.fail(f"{process} runs on")
