"""What a process does with the children it starts: none of them outlives its owner unnoticed."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import weakref
from collections.abc import Iterator

Child = subprocess.Popen[bytes]


class Children:
    """The children that one owner has started and that have not ended yet.

    Their pipes are closed on every path: when one is ended, when its start fails, and when
    the owner, and this with it, is thrown away without closing.
    """

    def __init__(self) -> None:
        self._alive: set[Child] = set()
        self._lock = threading.Lock()
        weakref.finalize(self, _end_all, self._alive)

    @contextlib.contextmanager
    def starting(self, command: list[str], env: dict[str, str] | None = None) -> Iterator[Child]:
        """Start a child with pipes; it is ended where the block fails."""
        child = subprocess.Popen(  # noqa: S603 - this very Python, no word of a stranger
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
        )
        with self._lock:
            self._alive.add(child)
        try:
            yield child
        except BaseException:
            self.end(child)
            raise

    def end(self, child: Child, patience: float = 0.0) -> None:
        """Close the pipes of a child and wait for its end.

        Args:
            child: one that was started here; one that was ended before is no error.
            patience: seconds it may take to end by itself before it is killed.
        """
        end_child(child, patience)
        with self._lock:
            self._alive.discard(child)


def end_child(child: Child, patience: float = 0.0) -> None:
    """Close the pipes of a child and wait for its end, killing it when patience is over."""
    if not patience:
        child.kill()
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):
            # Closing sends what is still buffered, which the dead do not read.
            if pipe is not None:
                pipe.close()
    try:
        child.wait(patience or None)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_all(children: set[Child]) -> None:
    while children:
        end_child(children.pop())
