"""The store of a service as a child of it sees it: read from snapshots, changed by the parent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.store.embedded import EmbeddedStore
from kg.store.serving import ServedStore

Change = Callable[[dict[str, Any], bytes], dict[str, Any]]


class RelayedStore(ServedStore):
    """A served store without a writer of its own.

    Args:
        path: of the snapshot to read first; the parent keeps it while this is used.
        version: of the graph in it.
        union: whether the default graph of queries is the union of all graphs.
        change: has the parent make a change; it returns the ``path`` and ``version`` after it.
    """

    def __init__(self, path: str, version: str | None, *, union: bool, change: Change) -> None:
        # Nothing is opened for writing here, so nothing of the base class is started.
        self._path, self._version, self._change = path, version, change
        self.union, self.writable, self.location = union, True, path
        # The parent's deadline holds unless a job asks for a longer one.
        self.deadline = 0.0
        self._lock = threading.RLock()
        self._reader: EmbeddedStore | None = None

    @property
    def version(self) -> str | None:
        """What changes with every change of the graph."""
        return self._version

    def snapshot_path(self) -> Path:
        """Return the directory of the snapshot that shows the last change."""
        return Path(self._path)

    def change(self, job: dict[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Have the parent make a change.

        Raises:
            QueryError: it is malformed, or it took too long.
            StoreError: the parent could not make it.
        """
        said = self._change(job, body)
        self._path, self._version = said["path"], said["version"]
        return said

    def close(self) -> None:
        """Forget the snapshot."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
