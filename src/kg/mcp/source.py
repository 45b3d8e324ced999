"""The graph as it is now, for a process that runs long while others may change it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.answers import Answerer
from kg.errors import StoreError
from kg.mcp.citations import Searched
from kg.settings import Settings
from kg.store import Store, open_store
from kg.store.embedded import EmbeddedStore
from kg.store.port import Bindings
from kg.store.snapshots import newest_snapshot, write_locked
from kg.vocabulary import prefix_header


@dataclass
class View:
    """One state of the graph with what was made of it.

    Attributes:
        store: where to read.
        base: what the IRIs of the data begin with.
        answerer: answers and searches over it.
        texts: the whole texts of document versions that were read so far.
        names: rank, IRI and name of everything that has one, once they were read.
    """

    store: Store
    base: str
    answerer: Answerer = field(init=False)
    texts: dict[str, Searched] = field(default_factory=dict)
    names: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.answerer = Answerer(self.store, self.base)

    def rows(self, query: str, bindings: Bindings | None = None) -> list[dict[str, str]]:
        """Return the rows of a SELECT that uses the known prefixes; empty cells are left out."""
        found = self.store.select(prefix_header(self.base) + query, bindings)
        return [
            {name: str(cell) for name, cell in row.items() if cell is not None} for row in found
        ]


class GraphSource:
    """Opens the graph for reading, and again where a service or a build has changed it.

    Args:
        settings: which store, and how it is read.
        store: an open store instead of the one of the settings; it stays the caller's.

    Raises:
        StoreError: the store cannot be opened.
    """

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self.settings = settings
        self._given = store
        self._lock = threading.RLock()
        self._view: View | None = None
        self._stamp: object = None
        self._copy: tuple[object, Path] | None = None
        self.view()

    def view(self) -> View:
        """Return the newest state; a view that was given out stays readable.

        Raises:
            StoreError: the store cannot be read any more.
        """
        with self._lock:
            stamp = self._now()
            if self._view is None or stamp != self._stamp:
                store = self._given or self._opened()
                self._view = View(store, self.settings.base_iri)
                self._stamp = stamp
            return self._view

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[str | None]:
        """Give the directory that a worker process can open; None for an engine elsewhere."""
        store = self.view().store
        if not isinstance(store, EmbeddedStore):
            yield None
        elif store.location == "memory:":
            with self._lock:
                copy = str(self._copied(store))
            yield copy
        else:
            path = Path(store.location)
            published = newest_snapshot(path) if write_locked(path) else None
            yield str(published or path)

    def close(self) -> None:
        """Release what was opened."""
        with self._lock:
            if self._view is not None and self._given is None:
                self._view.store.close()
            self._view = None
            self._forget_copy()

    def __enter__(self) -> Self:
        """Return the source itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def _opened(self) -> Store:
        known = self.settings
        # The tools' own queries need the union; only what agents write sees a separate default.
        return open_store(
            known.store,
            read_only=True,
            timeout=known.store_timeout,
            token=known.store_token.get_secret_value() if known.store_token else None,
        )

    def _now(self) -> object:
        """What changes with the graph; always the same for an engine elsewhere, which is asked anew."""
        if self._given is not None:
            return self._given.version
        path = Path(self.settings.store)
        if not path.is_dir():
            return None
        if write_locked(path):
            return newest_snapshot(path)
        # Opening for reading writes a log into the directory, so its own time says nothing.
        found = sorted(each for kind in ("*.sst", "MANIFEST-*") for each in path.glob(kind))
        with contextlib.suppress(FileNotFoundError):
            return tuple((each.name, each.stat().st_size) for each in found)
        return object()

    def _copied(self, store: EmbeddedStore) -> Path:
        if self._copy is None or self._copy[0] != store.version:
            self._forget_copy()
            folder = Path(tempfile.mkdtemp(prefix="kg-mcp-"))
            self._copy = store.version, folder
            store.snapshot(folder / "graph")
        return self._copy[1] / "graph"

    def _forget_copy(self) -> None:
        if self._copy is not None:
            shutil.rmtree(self._copy[1], ignore_errors=True)
            self._copy = None


def check_not_empty(source: GraphSource) -> None:
    """Refuse to start over a store that holds nothing.

    Raises:
        StoreError: it is empty.
    """
    if not source.view().store.ask("ASK { ?s ?p ?o }"):
        raise StoreError(
            f"cannot answer from the store '{source.settings.store}'",
            "it is empty",
            "fill it with 'kg build'",
        )
