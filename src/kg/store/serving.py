"""A directory store as a service holds it: one child writes, everybody reads snapshots.

Nothing that strangers send is parsed in this process. Reads of this object are for the service's
own queries and run here, on the newest snapshot; strangers' queries go to worker processes.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import pyoxigraph as ox
from rdflib import Graph, URIRef

from kg.errors import QueryTimeout, StoreError
from kg.store.children import Child, Children
from kg.store.embedded import EmbeddedStore, replacement
from kg.store.formats import known_type
from kg.store.frames import ERROR, HEAD, carried_error, job_frames, read_frame
from kg.store.guard import Limits
from kg.store.port import Bindings, Quad, Table, Triple
from kg.store.snapshots import remove_snapshots, snapshot_path
from kg.store.terms import write_iri, write_quad

_OPEN_SECONDS = 120.0
_PATIENCE_SECONDS = 1.0
_CLOSE_SECONDS = 10.0
_LOAD_SECONDS = 900.0
_KEPT_SNAPSHOTS = 2


class ServedStore:
    """The store of a running service.

    Args:
        directory: of the store; it is made where missing.
        union: whether the default graph of queries is the union of all graphs.
        writable: whether changes are allowed.
        deadline: seconds one change may take.
        megabytes: memory the writing process may use.
        temporary: the directory is removed on closing.

    Raises:
        StoreError: the store cannot be opened.
    """

    def __init__(
        self,
        directory: Path,
        *,
        union: bool = True,
        writable: bool = True,
        deadline: float = 30.0,
        megabytes: int = 4096,
        temporary: bool = False,
    ) -> None:
        self.directory, self.union, self.writable = directory, union, writable
        self.deadline, self.megabytes, self._temporary = deadline, megabytes, temporary
        self.location = "memory:" if temporary else str(directory)
        self.deaths = 0
        # Two locks: whoever reads must never wait for a change that is being made.
        self._lock, self._writing = threading.RLock(), threading.RLock()
        self._leases: dict[int, int] = {}
        self._reader: EmbeddedStore | None = None
        self.number = 0
        self._children = Children()
        if temporary:
            weakref.finalize(self, shutil.rmtree, directory.parent, ignore_errors=True)
        self._child = self._start_patiently()
        self._identity = (self.directory / "IDENTITY").read_text("ascii").strip()[:8]

    @classmethod
    def temporary(cls, source: EmbeddedStore | None = None, **options: Any) -> Self:
        """Return a store in a directory of its own that ends with it.

        Args:
            source: what it holds at first; the source itself is not changed by it.
            options: as for the class.
        """
        directory = Path(tempfile.mkdtemp(prefix="kg-store-"))
        if source is not None:
            source.snapshot(directory / "store")
        return cls(directory / "store", temporary=True, **options)

    @property
    def version(self) -> str | None:
        """What changes with every change of the graph."""
        return f"{self._identity}-{self.number}"

    def snapshot_path(self) -> Path:
        """Return the directory of the newest snapshot."""
        return snapshot_path(self.directory, self.number)

    @contextlib.contextmanager
    def leased(self) -> Iterator[str]:
        """Give the path of the newest snapshot, which stays until the block ends."""
        with self._lock:
            number = self.number
            self._leases[number] = self._leases.get(number, 0) + 1
        try:
            yield str(snapshot_path(self.directory, number))
        finally:
            with self._lock:
                self._leases[number] -= 1
                if not self._leases[number]:
                    del self._leases[number]

    def select(self, query: str, bindings: Bindings | None = None) -> Table:
        """Return the rows of a SELECT."""
        return self._read().select(query, bindings)

    def construct(self, query: str, bindings: Bindings | None = None) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        return self._read().construct(query, bindings)

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK."""
        return self._read().ask(query, bindings)

    def stream(
        self, query: str, media_type: str, bindings: Bindings | None = None
    ) -> Iterator[bytes]:
        """Iterate over the answer as the engine serialises it."""
        return self._read().stream(query, media_type, bindings)

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all named graphs, sorted."""
        return self._read().graphs()

    def dump(
        self,
        out: BinaryIO,
        media_type: str = "application/n-quads",
        *,
        graph: str | None = None,
    ) -> None:
        """Write everything, or one graph, in an RDF format."""
        self._read().dump(out, media_type, graph=graph)

    def size(self) -> int:
        """Count the quads."""
        return self._read().size()

    def update(self, update: str) -> None:
        """Apply an update of this package's own, all of it or nothing."""
        self.change({"kind": "update"}, update.encode("utf-8"))

    def strangers_update(self, update: bytes, limits: Limits, **options: Any) -> None:
        """Apply a stranger's update behind the guard, all of it or nothing.

        Args:
            update: its bytes.
            limits: what the guard lets pass.
            options: ``using_graphs``, ``using_named_graphs``, ``services``, ``base``.
        """
        self.change({"kind": "update", "limits": asdict(limits), **options}, update)

    def load(
        self,
        data: bytes | Iterable[Quad],
        media_type: str = "application/n-quads",
        *,
        into: str | None = None,
        base: str | None = None,
    ) -> None:
        """Add quads or a trusted file, all of it or nothing."""
        job: dict[str, Any] = {"deadline": max(self.deadline, _LOAD_SECONDS)}
        if isinstance(data, bytes):
            name = known_type(media_type, results=False)
            target = None if into is None else write_iri(into).value
            job |= {"kind": "load", "media_type": name, "into": target, "base": base}
        else:
            quads = [write_quad(quad[:3], quad[3] or into) for quad in data]
            data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
            job["kind"] = "add"
        self.change(job, data)

    def replace_graph(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make ``graph`` hold exactly ``triples``, in one transaction."""
        quads = [write_quad(triple, None).triple for triple in triples]
        lines = ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b""
        self.change({"kind": "put", "graph": str(graph)}, lines)

    def replace_graphs(
        self, graphs: Mapping[str, Iterable[Triple] | bytes], remove: Iterable[str] = ()
    ) -> None:
        """Replace several graphs and remove others, in one transaction."""
        self.update(replacement(graphs, remove))

    def remove_graph(self, graph: str) -> None:
        """Remove a graph; one that is not there is no error."""
        self.change({"kind": "put", "graph": str(graph), "remove": True})

    def backup(self, directory: Path) -> None:
        """Copy the store into a new directory while it is served."""
        self.change({"kind": "backup", "directory": str(directory)})

    def change(self, job: dict[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Have the writing process do one job; return what it says.

        Raises:
            QueryTimeout: it took too long and was broken off: all of it was made or, nearly
                always, nothing.
            StoreError: the process died, likewise; it was started again.
        """
        if not self.writable and job["kind"] != "backup":
            raise StoreError(f"cannot change '{self.location}'", "it is for reading only", "")
        with self._writing:
            if self._child.poll() is not None:
                self._replace_child()
            struck = threading.Event()
            deadline = float(job.get("deadline") or self.deadline)
            said = self._exchange(job_frames(job, body), struck, deadline)
            if "number" in said:
                self.number = int(said["number"])
            else:
                error = self._after_death(struck)
                # What was committed is shown by the writer that was started again.
                if not said.get("committed"):
                    raise error
            self._clean()
            return said

    def close(self) -> None:
        """End the writing process; what was acknowledged is on disk."""
        with self._writing, self._lock:
            self._children.end(self._child, _CLOSE_SECONDS)
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            if self._temporary:
                shutil.rmtree(self.directory.parent, ignore_errors=True)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def _read(self) -> EmbeddedStore:
        path = str(self.snapshot_path())
        reader = self._reader
        if reader is None or reader.location != path:
            with self._lock:
                path = str(self.snapshot_path())
                engine = ox.Store.read_only(path)
                reader = EmbeddedStore(engine, path, union=self.union, writable=False)
                self._reader = reader
        return reader

    def _start_patiently(self) -> Child:
        """Wait a moment for the writer of a service that was killed, which ends by itself."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return self._start()
            except StoreError as error:
                if "in use" not in error.why or time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _start(self) -> Child:
        command = [
            sys.executable, "-P", "-m", "kg.store.writer", str(self.directory), str(self.megabytes)
        ]  # fmt: skip
        with self._children.starting(command) as child:
            timer = threading.Timer(_OPEN_SECONDS, child.kill)
            timer.daemon = True
            timer.start()
            try:
                said = _answer(child)
            finally:
                timer.cancel()
            if not said:
                raise StoreError(f"cannot open the store '{self.location}'", "its writer died", "")
        self.number = int(said["number"])
        return child

    def _replace_child(self) -> None:
        self.deaths += 1
        self._children.end(self._child)
        self._child = self._start()

    def _exchange(self, frames: bytes, struck: threading.Event, deadline: float) -> dict[str, Any]:
        """What the writing process said until it was done, died or was killed in time."""
        child = self._child

        def strike() -> None:
            struck.set()
            child.kill()

        timer = threading.Timer(deadline, strike)
        timer.daemon = True
        timer.start()
        try:
            if child.stdin is not None:
                child.stdin.write(frames)
                child.stdin.flush()
            return _answer(child)
        except (BrokenPipeError, ConnectionResetError):
            return {}
        finally:
            timer.cancel()

    def _after_death(self, struck: threading.Event) -> StoreError | QueryTimeout:
        self._replace_child()
        # It may have died after the change and before the word of it.
        what, remedy = "the change was broken off", "see whether it was made, then ask for less"
        if struck.is_set():
            return QueryTimeout(what, f"it took longer than {self.deadline:g} s", remedy)
        return StoreError(what, "its process died", remedy)

    def _clean(self) -> None:
        """Remove old snapshots; an open one keeps its files until its readers leave."""
        newest = range(self.number - _KEPT_SNAPSHOTS + 1, self.number + 1)
        with self._lock:
            kept = {*newest, *self._leases}
        # Only the newest can be leased meanwhile, and that is kept.
        remove_snapshots(self.directory, keep=kept)


def _answer(child: Child) -> dict[str, Any]:
    """What a child says about a job, as far as it came; raises the error it says instead."""
    said: dict[str, Any] = {}
    while child.stdout is not None and (found := read_frame(child.stdout)) is not None:
        kind, payload = found
        if kind == HEAD:
            said |= json.loads(payload)
        elif kind == ERROR:
            raise carried_error(payload)
        else:
            break
    return said
