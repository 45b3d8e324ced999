"""Documents read by all cores, each result as soon as it is there."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from kg.curation import Decision
from kg.documents import Bounds
from kg.ingest.reading import Reading, Refusal, read_source
from kg.ingest.sources import Source, name_of

Result = Reading | Refusal
_Job = tuple[str, tuple[Decision, ...], Bounds]
_AHEAD = 2


def read_all(
    sources: Sequence[Source],
    base: str,
    decisions: tuple[Decision, ...],
    *,
    bounds: Bounds,
    workers: int | None = None,
) -> Generator[tuple[Source, Result], None, None]:
    """Yield every source with what was read, in the order in which they are ready.

    Args:
        bounds: what each may cost.
        workers: number of processes; all cores without it. One document needs none.
    """
    job = (base, decisions, bounds)
    count = min(workers or os.cpu_count() or 1, len(sources))
    if count <= 1:
        for source in sources:
            yield source, read_source(source, *job)
        return
    lost: list[Source] = []
    yield from _read_in_pool(sources, job, count, lost)
    for source in lost:
        yield source, _read_alone(job, source)


def _read_in_pool(
    sources: Sequence[Source],
    job: _Job,
    count: int,
    lost: list[Source],
) -> Iterator[tuple[Source, Result]]:
    """Yield what is read; the sources that a dying worker took along are put into ``lost``."""
    waiting = list(reversed(sources))
    running: dict[Future[Result], Source] = {}
    with _pool(count) as pool:
        while waiting or running:
            # Few at a time, so that results do not pile up faster than they are loaded.
            while waiting and len(running) < count * _AHEAD:
                source = waiting.pop()
                try:
                    running[pool.submit(read_source, source, *job)] = source
                except BrokenProcessPool:
                    lost += [source, *running.values(), *reversed(waiting)]
                    return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                source = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(source)
                else:
                    yield source, _result_of(future, source)


def _result_of(future: Future[Result], source: Source) -> Result:
    """Return what was read; a mistake of the reader costs its document, not the run."""
    error = future.exception()
    if error is None:
        return future.result()
    name = name_of(source)
    reason = f"mistake in kg ({type(error).__name__}: {error})"
    return Refusal(name, f"cannot read '{name}': {reason}; 'kg extract' on it may show more")


def _read_alone(job: _Job, source: Source) -> Result:
    with _pool(1) as pool:
        future = pool.submit(read_source, source, *job)
        if not isinstance(future.exception(), BrokenProcessPool):
            return _result_of(future, source)
    name = name_of(source)
    why = "its reader was ended from outside, perhaps for lack of memory"
    return Refusal(name, f"cannot read '{name}': {why}; read it alone or split it")


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    # Not fork: the caller may run threads, whose locks a forked child would inherit.
    method = "forkserver" if os.name == "posix" else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["kg.ingest.reading"])
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_follow_owner)
    try:
        yield pool
    except BaseException:
        # What they read is not wanted any more, and nobody waits for a long document.
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _follow_owner() -> None:
    """End this worker with the process that started the pool, however that one ends."""
    # An interrupt at the terminal is the owner's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    owner = multiprocessing.parent_process()

    def follow() -> None:
        if owner is not None:
            owner.join()
            os._exit(3)

    threading.Thread(target=follow, daemon=True).start()
