"""Computes what whole-graph look-ups need right after a start and after every change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from fastapi.concurrency import run_in_threadpool

from kg.web.api.caching import LookupCache, Place
from kg.web.api.departments import count_duties
from kg.web.api.reader import Reader

_LISTS = (
    "/api/departments?sort=-leads&limit=20",
    "/api/blind-spots?limit=20",
    "/api/blind-spots?sort=severity&limit=20",
    "/api/departments",
    "/api/domains",
    "/api/documents",
    "/api/deadlines",
    "/api/obligations",
)
_PAUSE = 0.2
_LOG = structlog.get_logger(__name__)


class Warmth:
    """Keeps what is computed of the whole graph up to date, one state after the other.

    Args:
        cache: keeps answers.
        reader: reads the graph; what is computed is kept in it.
        version: gives the version of the graph; where it is not known nothing is computed.
    """

    def __init__(
        self, cache: LookupCache, reader: Reader, version: Callable[[], str | None]
    ) -> None:
        self._cache, self._reader, self._version = cache, reader, version
        self._done: str | None = None

    @property
    def current(self) -> bool:
        """Whether what is computed is of the graph as it is now."""
        return self._done == self._version()

    async def keep(self) -> None:
        """Compute after every change until this is cancelled."""
        while True:
            began = time.monotonic()
            if not self.current:
                await self._compute(self._version())
            # Where one change follows the other, half of the time is left for other work.
            await asyncio.sleep(max(_PAUSE, time.monotonic() - began))

    async def _compute(self, version: str | None) -> None:
        try:
            await self._cache.renew(map(Place.of, _LISTS))
            await run_in_threadpool(count_duties, self._reader)
        except Exception as error:
            # Requests compute for themselves what is missing, and say what is wrong.
            _LOG.warning("not computed beforehand", error=type(error).__name__)
        self._done = version
