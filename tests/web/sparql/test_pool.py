"""The pool of workers leaves neither a process nor a pipe behind."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Awaitable, Callable

import pytest

from kg.store.frames import HEAD, job_frames
from kg.web.sparql.pool import WorkerPool

MANY = b"".join(b"<urn:s:%d> <urn:p> <urn:o> .\n" % n for n in range(200_000))


async def _replaced(pool: WorkerPool) -> None:
    """One is broken and the pool closes before another took its place."""
    await pool._acquire()
    pool.give_back(await pool._take(), broken=True)
    await asyncio.sleep(0)


async def _in_an_answer(pool: WorkerPool) -> None:
    """One has more to say than anybody reads."""
    worker = await pool._take()
    job = {"kind": "parse", "media_type": "application/n-triples"}
    await worker.send(job_frames(job, MANY))
    assert (await worker.receive())[0] == HEAD
    await asyncio.sleep(0.2)


async def _given_up_while_starting(pool: WorkerPool) -> None:
    starting = asyncio.create_task(pool._spawn())
    while len(pool._alive) < 2:
        await asyncio.sleep(0.001)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert len(pool._alive) == 1


async def _dead_in_the_queue(pool: WorkerPool) -> None:
    pool._idle[0].kill()
    await pool._idle[0].process.wait()
    await pool._take()


@pytest.mark.parametrize(
    "give_up", [_replaced, _in_an_answer, _given_up_while_starting, _dead_in_the_queue]
)
def test_no_worker_leaves_anything_behind(
    give_up: Callable[[WorkerPool], Awaitable[None]],
) -> None:
    async def session() -> None:
        pool = WorkerPool(0, 1, 256)
        pool._free.release()
        await pool.start()
        await give_up(pool)
        await pool.close()
        assert not pool._alive

    said: list[str] = []
    gc.collect()
    with warnings.catch_warnings():
        warnings.simplefilter("always", ResourceWarning)
        warnings.showwarning = lambda message, *rest: said.append(str(message))
        asyncio.run(session())
        gc.collect()
    assert said == []
