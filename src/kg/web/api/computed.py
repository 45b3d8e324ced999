"""What was computed of the whole graph as it is now; forgotten when the graph changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

V = TypeVar("V")
_MOST_THINGS = 500_000


class Computed:
    """Keeps what is dear to compute for as long as the graph does not change.

    Where the version of the graph is not known nothing is kept.

    Args:
        version: gives the version of the graph.
        capacity: things kept at most, all values together.
    """

    def __init__(self, version: Callable[[], str | None], capacity: int = _MOST_THINGS) -> None:
        self.capacity = capacity
        self._current = version
        self._version: str | None = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._size = 0
        self._lock = Lock()

    def known(self, key: Hashable) -> Any | None:
        """Return what is kept under a key for the graph as it is now; None where nothing is."""
        with self._lock:
            self._renew()
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return what is kept under a key; it is made first where nothing is, by one at a time."""
        found = self.known(key)
        if found is not None:
            return cast(V, found)
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            found = self.known(key)
            if found is not None:
                return cast(V, found)
            version = self._current()
            made = make()
            self._keep(version, key, made)
        return made

    def _keep(self, version: str | None, key: Hashable, made: Any) -> None:
        with self._lock:
            self._renew()
            self._making.pop(key, None)
            # What was begun before a change and ended after it may hold some of both.
            if version is None or version != self._version or len(made) > self.capacity:
                return
            self._kept[key] = made
            self._size += len(made)
            while self._size > self.capacity:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)

    def _renew(self) -> None:
        version = self._current()
        if version != self._version:
            self._kept.clear()
            self._size, self._version = 0, version
