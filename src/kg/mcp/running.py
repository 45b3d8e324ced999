"""Runs the queries that agents write: in worker processes, behind the guard, within limits."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections import deque
from dataclasses import asdict
from typing import Any

from kg.errors import QueryError, QueryTimeout, QueryTooLarge, StoreError
from kg.mcp.source import GraphSource, View
from kg.store import Store
from kg.store.children import Child, Children
from kg.store.frames import DATA, ERROR, HEAD, carried_error, job_frames, read_frame
from kg.store.guard import Limits
from kg.vocabulary import prefix_header

MOST_ROWS = 1000
_MOST_BYTES = 1_000_000
_TABLE, _GRAPH = "application/sparql-results+json", "text/turtle"


class QueryRunner:
    """Read-only queries under the limits of the service's SPARQL endpoint.

    Args:
        source: the graph; its settings are the limits.
    """

    def __init__(self, source: GraphSource) -> None:
        self.source = source
        self._idle: deque[tuple[Child, View]] = deque()
        self._children = Children()
        self._free = threading.BoundedSemaphore(source.settings.workers)

    def run(self, query: str, limit: int = 100) -> dict[str, Any]:
        """Return the result of a SELECT, ASK, CONSTRUCT or DESCRIBE as plain values.

        Args:
            query: SPARQL 1.1; the known prefixes need no declaration.
            limit: rows at most.

        Raises:
            QueryError: it is malformed, refused, or takes too much.
            StoreError: its process died, or the store cannot be read.
        """
        known = self.source.settings
        # One line of its own, so that positions in the query stay what they are.
        header = " ".join(prefix_header(known.base_iri).split()) + "\n"
        body = query.encode("utf-8", "replace")
        if len(body) > known.query_text_bytes:
            raise QueryTooLarge(
                "cannot run the query", f"it has more than {known.query_text_bytes:,} bytes", ""
            )
        rows = max(1, min(limit, MOST_ROWS, known.query_rows))
        try:
            head, data = self._answer(header.encode("ascii") + body, rows)
        except QueryError as error:
            _say_as_written(error)
            raise
        return shown(head, data, rows)

    def close(self) -> None:
        """End the worker processes."""
        while self._idle:
            self._children.end(self._idle.popleft()[0])

    def _answer(self, body: bytes, rows: int) -> tuple[dict[str, Any], bytes]:
        try:
            return self._answer_once(body, rows)
        except StoreError:
            # A service may remove a snapshot just before a worker opens it; there is a newer one.
            return self._answer_once(body, rows)

    def _answer_once(self, body: bytes, rows: int) -> tuple[dict[str, Any], bytes]:
        with self.source.snapshot() as snapshot:
            if snapshot is None:
                return self._remote(self.source.view().store, body)
            job = {
                "kind": "query",
                "snapshot": snapshot,
                "union": self.source.settings.default_graph == "union",
                "result_type": _TABLE,
                "rdf_type": _GRAPH,
                "base": self.source.settings.base_iri,
                "max_rows": rows,
                "max_bytes": self._most_bytes(),
            }
            return self._work(job, body)

    def _most_bytes(self) -> int:
        return min(_MOST_BYTES, self.source.settings.query_bytes)

    def _remote(self, store: Store, body: bytes) -> tuple[dict[str, Any], bytes]:
        """Another engine runs the query, but only as the guard lets it pass."""
        said, text = self._work({"kind": "guard", "update": False}, body)
        media_type = _GRAPH if said["form"] in ("CONSTRUCT", "DESCRIBE") else _TABLE
        data = b""
        for chunk in store.stream(text.decode("utf-8"), media_type):
            data += chunk
            if len(data) > self._most_bytes():
                raise QueryTooLarge(
                    "cannot give the result", f"it has more than {self._most_bytes():,} bytes",
                    "add a LIMIT",
                )  # fmt: skip
        return {"media_type": media_type}, data

    def _work(self, job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        known = self.source.settings
        seconds = known.query_seconds
        if not self._free.acquire(timeout=seconds):
            raise QueryTimeout("cannot run the query", "too many queries run", "try again")
        full = {"limits": asdict(Limits()), "services": list(known.service_hosts), **job}
        worker: Child | None = None
        struck = threading.Event()
        try:
            view = self.source.view()
            worker = self._taken(view)
            found = _exchange(worker, job_frames(full, body), seconds, struck)
            if found is None:
                raise _death(struck.is_set(), seconds)
            self._idle.append((worker, view))
            worker = None
        finally:
            self._free.release()
            if worker is not None:
                self._children.end(worker)
        head, data, failure = found
        if failure is not None:
            raise failure
        return head, data

    def _taken(self, view: View) -> Child:
        """An idle worker, but none that holds an older state open."""
        with contextlib.suppress(IndexError):
            while True:
                worker, held = self._idle.popleft()
                if held is view and worker.poll() is None:
                    return worker
                self._children.end(worker)
        return self._started()

    def _started(self) -> Child:
        command = [
            sys.executable, "-P", "-m", "kg.store.worker", str(self.source.settings.query_megabytes)
        ]  # fmt: skip
        # Each arena reserves address space, which is what the memory limit counts.
        with self._children.starting(command, {**os.environ, "MALLOC_ARENA_MAX": "2"}) as worker:
            if worker.stdout is None or read_frame(worker.stdout) is None:
                raise StoreError("cannot run the query", "no worker process could be started", "")
        return worker


_Exchanged = tuple[dict[str, Any], bytes, QueryError | StoreError | None]


def _exchange(
    worker: Child, frames: bytes, seconds: float, struck: threading.Event
) -> _Exchanged | None:
    """What a worker says to a job; None where it died or was killed in time."""

    def strike() -> None:
        struck.set()
        worker.kill()

    timer = threading.Timer(seconds, strike)
    timer.daemon = True
    timer.start()
    try:
        if worker.stdin is not None:
            worker.stdin.write(frames)
            worker.stdin.flush()
        return _received(worker)
    except (BrokenPipeError, ConnectionResetError):
        return None
    finally:
        timer.cancel()


def _received(worker: Child) -> _Exchanged | None:
    head: dict[str, Any] = {}
    parts: list[bytes] = []
    while worker.stdout is not None and (found := read_frame(worker.stdout)) is not None:
        kind, payload = found
        if kind == HEAD:
            head = json.loads(payload)
        elif kind == DATA:
            parts.append(payload)
        else:
            failure = carried_error(payload) if kind == ERROR else None
            return head, b"".join(parts), failure
    return None


def _death(late: bool, seconds: float) -> QueryError | StoreError:
    if late:
        return QueryTimeout(
            "the query was stopped", f"it took longer than {seconds:g} s", "ask for less"
        )
    return QueryTooLarge("the query was stopped", "it took more memory than it may", "ask for less")


def _say_as_written(error: QueryError) -> None:
    """Count lines as the agent does, and say what may run at all."""
    if error.line is not None and error.line > 1:
        error.what = error.what.replace(f"line {error.line},", f"line {error.line - 1},")
        error.line -= 1
        error.remedy = error.remedy or "only SELECT, ASK, CONSTRUCT and DESCRIBE run here"


def shown(head: dict[str, Any], data: bytes, rows: int) -> dict[str, Any]:
    """Return a serialised result as an agent reads it: columns, rows of plain values, a word."""
    cut = bool(head.get("cut"))
    if head["media_type"] != _TABLE:
        text = data.decode("utf-8")
        empty = not any(line and not line.startswith("@") for line in text.splitlines())
        said = "0 triples" if empty else "triples as Turtle"
        return {"form": "graph", "turtle": text, "cut": cut, "message": _said(said, cut, rows)}
    found = json.loads(data)
    if "boolean" in found:
        return {"form": "boolean", "boolean": found["boolean"], "cut": False,
                "message": "yes" if found["boolean"] else "no"}  # fmt: skip
    bindings = found["results"]["bindings"][:rows]
    cut = cut or len(found["results"]["bindings"]) > rows
    values = [{name: cell["value"] for name, cell in row.items()} for row in bindings]
    said = f"{len(values)} row(s)" if values else "0 rows: the graph holds nothing that fits"
    return {
        "form": "table",
        "columns": found["head"]["vars"],
        "rows": values,
        "count": len(values),
        "cut": cut,
        "message": _said(said, cut, rows),
    }


def _said(said: str, cut: bool, rows: int) -> str:
    return f"{said}; cut at {rows} rows or the size limit, there is more" if cut else said
