"""Uploads of a service read in a process of their own, with bounds on memory and time."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kg import errors
from kg.errors import KgError, SourceTooLarge
from kg.ingest.report import DocumentReport
from kg.ingest.sources import Upload
from kg.store import ServedStore, Store
from kg.store.children import Child, Children
from kg.store.frames import HEAD, error_frame, job_frames, json_frame, read_job

Listener = Callable[[DocumentReport], None]
# Python keeps the memory it once had, so a process that had much to read is replaced.
_MUCH = 1 << 20


class Reader:
    """Reads one upload after the other; the process is started for the first one.

    Args:
        megabytes: memory the process may use.
        seconds: that reading one upload may take.
    """

    def __init__(self, megabytes: int, seconds: float) -> None:
        self.megabytes, self.seconds = megabytes, seconds
        self._lock = threading.Lock()
        self._children = Children()
        self._child: Child | None = None
        self._closed = False

    def read(
        self,
        upload: Upload,
        store: Store,
        base: str,
        *,
        decisions: Path,
        opening: dict[str, Any],
        listen: Listener,
    ) -> None:
        """Read an upload into the store and bring the findings up to date.

        Args:
            upload: the document.
            store: of the service.
            base: base of the IRIs.
            decisions: folder of the curation.
            opening: arguments of `kg.store.open_store` where the store is no `ServedStore`.
            listen: gets the report as soon as the document is in the store.

        Raises:
            SourceTooLarge: it took too much memory or time.
            KgError: it could not be read or written.
        """
        with self._lock, ExitStack() as leases:
            child = self._started()
            struck = threading.Event()
            timer = threading.Timer(self.seconds, _strike, (child, struck))
            timer.daemon = True
            timer.start()
            given = _told(store, leases) if isinstance(store, ServedStore) else opening
            job = {"name": upload.name, "base": base, "decisions": str(decisions), "store": given}
            try:
                _send(child, job_frames(job, upload.data))
                ended = _Conversation(child, store, leases, listen).follow()
            except BrokenPipeError:
                ended = False
            finally:
                timer.cancel()
            if not ended or len(upload.data) > _MUCH:
                self._end()
            if not ended:
                raise self._too_much(upload, struck)

    def close(self) -> None:
        """End the process, also in the middle of its work."""
        self._closed = True
        # Whoever waits for the child's words must hear the end of them before the pipes are closed.
        self.break_off()
        with self._lock:
            self._end()

    def break_off(self) -> None:
        """End what is being read now; the next upload gets a process of its own."""
        child = self._child
        if child is not None:
            child.kill()

    def _started(self) -> Child:
        if self._closed:
            raise self._ending()
        if self._child is None or self._child.poll() is not None:
            self._end()
            command = [sys.executable, "-P", "-m", "kg.ingest.child", str(self.megabytes)]
            with self._children.starting(command, {**os.environ, "MALLOC_ARENA_MAX": "2"}) as child:
                self._child = child
            if self._closed:  # closed while it was starting
                child.kill()
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            self._children.end(child)

    @staticmethod
    def _ending() -> KgError:
        return errors.StoreError("cannot read the upload", "the service is ending", "")

    def _too_much(self, upload: Upload, struck: threading.Event) -> KgError:
        if self._closed:
            return self._ending()
        what = f"cannot read '{upload.name}'"
        if struck.is_set():
            return SourceTooLarge(what, f"it takes longer than {self.seconds:g} s", "split it")
        return SourceTooLarge(what, f"it takes more than {self.megabytes:,} MiB", "split it")


class _Conversation:
    """What the child says, and what is done about it."""

    def __init__(self, child: Child, store: Store, leases: ExitStack, listen: Listener) -> None:
        self._child, self._store, self._leases, self._listen = child, store, leases, listen
        self._error: KgError | None = None

    def follow(self) -> bool:
        """Answer until the job has ended; return whether it came to its end.

        Raises:
            KgError: the child says that the document cannot be read or written.
        """
        assert self._child.stdout is not None  # noqa: S101 - a pipe was asked for
        while (found := read_job(self._child.stdout)) is not None:
            message, body = found
            if message["say"] == "end":
                if self._error is not None:
                    raise self._error
                return True
            self._hear(message, body)
        return False

    def _hear(self, message: dict[str, Any], body: bytes) -> None:
        match message["say"]:
            case "change":
                _send(self._child, self._change(message["job"], body))
            case "report":
                self._listen(DocumentReport(**message["report"]))
            case "error":
                made: type[KgError] = getattr(errors, message["class"], KgError)
                self._error = made(*message["parts"])

    def _change(self, job: dict[str, Any], body: bytes) -> bytes:
        assert isinstance(self._store, ServedStore)  # noqa: S101 - others are changed by the child
        try:
            said = self._store.change(job, body)
        except (errors.QueryError, errors.StoreError) as error:
            return error_frame(error)
        return json_frame(HEAD, {**said, **_place(self._store, self._leases)})


def _told(store: ServedStore, leases: ExitStack) -> dict[str, Any]:
    place = _place(store, leases)
    return {"snapshot": place["path"], "version": place["version"], "union": store.union}


def _place(store: ServedStore, leases: ExitStack) -> dict[str, Any]:
    """Where the newest snapshot is, which stays until the job ends, and its version."""
    return {"path": leases.enter_context(store.leased()), "version": store.version}


def _send(child: Child, data: bytes) -> None:
    assert child.stdin is not None  # noqa: S101 - a pipe was asked for
    child.stdin.write(data)
    child.stdin.flush()


def _strike(child: Child, struck: threading.Event) -> None:
    struck.set()
    child.kill()
