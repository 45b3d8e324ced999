"""What every child process of a service does before and around its jobs."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
import time
from typing import BinaryIO

_MEMORY_TABLE = "/proc/self/statm"
_LOW = 10


def bound_memory(megabytes: int) -> None:
    """Let this process grow by at most so much; growing further ends it."""
    with contextlib.suppress(OSError):
        with open(_MEMORY_TABLE, encoding="ascii") as table:
            used = int(table.read().split()[0]) * resource.getpagesize()
        bound = used + (megabytes << 20)
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            bound = min(bound, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stand_back() -> None:
    """Let whoever looks something up have the processors before this process."""
    # Where each session has its share of the processors, this must not use up the service's.
    os.setsid()
    os.setpriority(os.PRIO_PROCESS, 0, _LOW)


def end_with_parent() -> None:
    """End this process soon after its parent ends, also in the middle of a job."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()


def own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the parent, moved away from standard input and output.

    What a library prints must never get between the frames.
    """
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    return source, target


def say(message: str) -> None:
    """Write one line where the parent's log goes."""
    sys.stderr.write(f"{message}\n")
