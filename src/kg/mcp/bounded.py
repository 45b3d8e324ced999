"""Runs queries of strangers in a process of their own, with limits on time, memory and size."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from kg.errors import QueryError, QueryTimeout
from kg.store import Store
from kg.store.frames import DATA, END, ERROR, carried_error, job_frames, read_frame
from kg.store.guard import Limits, check_query

_JSON = "application/sparql-results+json"
_TURTLE = "text/turtle"


class _Copyable(Protocol):
    def snapshot(self, directory: Path) -> None: ...


@dataclass(frozen=True)
class Bounds:
    """What one query may use."""

    seconds: float = 10.0
    megabytes: int = 1024
    rows: int = 500
    size: int = 400_000


class BoundedQueries:
    """Read-only queries against a snapshot of a store, or its endpoint where it is remote.

    Args:
        store: what is asked.
        bounds: what one query may use.
    """

    def __init__(self, store: Store, bounds: Bounds | None = None) -> None:
        self._store = store
        self._bounds = bounds or Bounds()
        self._directory: Path | None = None
        self._version: str | None = None
        self._lock = threading.Lock()

    def run(self, query: str) -> dict[str, Any]:
        """The result: SPARQL JSON of a SELECT or ASK, or ``{"turtle": …}`` of a CONSTRUCT.

        Raises:
            QueryError: the text is at fault, asks for changes, or reaches outside.
            QueryTimeout: it took too long.
        """
        if not hasattr(self._store, "snapshot"):
            return self._remote(query)
        with self._lock:
            job = self._job(str(self._snapshot()))
            return self._in_child(job, query.encode("utf-8"))

    def close(self) -> None:
        """Remove the snapshot."""
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None

    def _remote(self, query: str) -> dict[str, Any]:
        check_query(query, limits=Limits())
        data = b"".join(self._store.stream(query, _JSON))
        return cast(dict[str, Any], json.loads(data))

    def _snapshot(self) -> Path:
        if self._directory is None or self._version != self._store.version:
            self.close()
            self._directory = Path(tempfile.mkdtemp(prefix="kg-mcp-"))
            cast(_Copyable, self._store).snapshot(self._directory / "store")
            self._version = self._store.version
        return self._directory / "store"

    def _job(self, snapshot: str) -> dict[str, Any]:
        return {
            "kind": "query",
            "snapshot": snapshot,
            "union": getattr(self._store, "union", True),
            "result_type": _JSON,
            "boolean_type": _JSON,
            "rdf_type": _TURTLE,
            "max_rows": self._bounds.rows,
            "max_bytes": self._bounds.size,
            "limits": asdict(Limits()),
            "services": [],
        }

    def _in_child(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.store.worker", str(self._bounds.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._bounds.seconds, end)
        timer.start()
        try:
            data, error = self._talk(child, job, body)
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
        if late.is_set():
            raise QueryTimeout(
                "cannot answer the query",
                f"it took longer than {self._bounds.seconds:g} s",
                "make it narrower or add a LIMIT",
            )
        if error is not None:
            raise carried_error(error)
        return _parsed(data)

    def _talk(
        self, child: subprocess.Popen[bytes], job: dict[str, Any], body: bytes
    ) -> tuple[bytes, bytes | None]:
        if child.stdin is None or child.stdout is None or read_frame(child.stdout) is None:
            return b"", None
        try:
            child.stdin.write(job_frames(job, body))
            child.stdin.flush()
        except BrokenPipeError:
            return b"", None
        data = b""
        while (found := read_frame(child.stdout)) is not None:
            kind, payload = found
            if kind == DATA:
                data += payload
            elif kind == ERROR:
                return data, payload
            elif kind == END:
                break
        return data, None


def _parsed(data: bytes) -> dict[str, Any]:
    if not data:
        raise QueryError("cannot answer the query", "it needs too much memory", "make it narrower")
    text = data.decode("utf-8")
    if text.lstrip().startswith("{"):
        return cast(dict[str, Any], json.loads(text))
    return {"turtle": text}
