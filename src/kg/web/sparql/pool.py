"""The worker processes that run what strangers send: bounded, killable, always one to spare."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from kg.store.frames import DATA, ERROR, HEAD, PREFIX, carried_error, job_frames
from kg.web.errors import Problem
from kg.web.sparql.counters import DEATHS, KILLS, QUEUED, RUNNING, STARTS

_BUFFER = 1 << 20
_START_SECONDS = 30.0


@dataclass(eq=False)
class Worker:
    """One worker and its keeper; ``None`` pipes never happen as it is started.

    Attributes:
        process: the keeper; the pipes are those of the worker.
    """

    process: asyncio.subprocess.Process

    async def send(self, frames: bytes) -> None:
        """Send a job."""
        assert self.process.stdin is not None  # noqa: S101 - a pipe was asked for
        self.process.stdin.write(frames)
        await self.process.stdin.drain()

    async def receive(self) -> tuple[bytes, bytes]:
        """Return the next frame; raises `EOFError` where the process died."""
        assert self.process.stdout is not None  # noqa: S101 - a pipe was asked for
        kind, length = PREFIX.unpack(await self.process.stdout.readexactly(PREFIX.size))
        payload = await self.process.stdout.readexactly(length) if length else b""
        return kind, payload

    async def drain(self) -> None:
        """Read what a killed process has left; asyncio closes a pipe only at its end."""
        assert self.process.stdout is not None  # noqa: S101 - a pipe was asked for
        # Whoever waits for the next frame already reads up to the end.
        with contextlib.suppress(RuntimeError):
            while await self.process.stdout.read(_BUFFER):
                pass

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()


@dataclass
class Running:
    """A job as the list of running queries shows it."""

    kind: str
    client: str
    digest: str
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    started: float = field(default_factory=time.monotonic)
    begun: float | None = None
    ended: float | None = None
    worker: Worker | None = None
    cancelled: bool = False

    def seconds(self) -> float:
        """How long it has had a worker."""
        return 0.0 if self.begun is None else (self.ended or time.monotonic()) - self.begun

    def shown(self) -> dict[str, Any]:
        """Return it for the list."""
        return {
            "id": self.id,
            "kind": self.kind,
            "client": self.client,
            "query_sha256": self.digest,
            "seconds": round(time.monotonic() - self.started, 3),
            "state": "running" if self.worker else "waiting",
        }


class WorkerPool:
    """Runs jobs in child processes.

    Args:
        workers: jobs that run at once; one more process is kept warm.
        queue: jobs that may wait.
        megabytes: memory a job may use.
    """

    def __init__(self, workers: int, queue: int, megabytes: int) -> None:
        self.workers, self.queue, self.megabytes = workers, queue, megabytes
        self.running: dict[str, Running] = {}
        self._free = asyncio.Semaphore(workers)
        self._idle: deque[Worker] = deque()
        self._alive: set[Worker] = set()
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the processes."""
        self._idle.extend(await asyncio.gather(*(self._spawn() for _ in range(self.workers + 1))))

    async def close(self) -> None:
        """End the processes; jobs that run are cut off."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in tuple(self._alive):
            await self._end(worker)
        self._idle.clear()

    def cancel(self, identifier: str) -> bool:
        """Stop a running job; return whether there was one."""
        job = self.running.get(identifier)
        if job is None:
            return False
        job.cancelled = True
        if job.worker is not None:
            job.worker.kill()
        return True

    async def run(
        self, job: dict[str, Any], body: bytes, *, deadline: float, running: Running
    ) -> Answer:
        """Start a job and return its answer once its first bytes are there.

        Args:
            job: what to do.
            body: the text or file.
            deadline: seconds it may take, waiting for a worker included.
            running: how it is listed.

        Raises:
            Problem: the queue is full, the deadline struck or the worker died.
            KgError: the text is at fault.
        """
        if self._waiting >= self.queue and self._free.locked():
            raise Problem("overloaded", "too many queries are waiting; try again in a moment")
        self.running[running.id] = running
        answer = Answer(self, running, asyncio.get_running_loop().time() + deadline, deadline)
        try:
            async with asyncio.timeout_at(answer.ends):
                await self._acquire()
                answer.holds_slot = True
                running.worker = await self._take()
                running.begun = time.monotonic()
            if running.cancelled:
                raise Problem("query-cancelled", "the query was cancelled while it waited")
            await answer.begin(job_frames(job, body))
        except TimeoutError as error:
            answer.release(broken=running.worker is not None)
            raise Problem("overloaded", "no worker became free in time") from error
        except BaseException:
            answer.release(broken=not answer.complete)
            raise
        return answer

    async def _acquire(self) -> None:
        self._waiting += 1
        QUEUED.set(self._waiting)
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
            QUEUED.set(self._waiting)

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.popleft()
            if worker.process.returncode is None:
                return worker
            await self._end(worker)
        return await self._spawn()

    async def _spawn(self) -> Worker:
        STARTS.inc()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "kg.store.keeper",
            str(self.megabytes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_BUFFER,
            # Each arena reserves address space, which is what the memory limit counts.
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )
        worker = Worker(process)
        self._alive.add(worker)
        try:
            await asyncio.wait_for(worker.receive(), _START_SECONDS)
        except BaseException as error:
            await self._end(worker)
            if isinstance(error, TimeoutError | asyncio.IncompleteReadError):
                raise Problem("worker-died", "no worker process could be started") from error
            raise
        return worker

    async def _end(self, worker: Worker) -> None:
        """End a process; its pipes are closed when this returns."""
        worker.kill()
        await worker.drain()
        await worker.process.wait()
        self._alive.discard(worker)

    def give_back(self, worker: Worker | None, *, broken: bool) -> None:
        """Take a worker back, or replace it where it is no good any more."""
        self._free.release()
        if worker is None:
            return
        if not broken and worker.process.returncode is None:
            self._idle.append(worker)
            return
        worker.kill()
        if not self._closed:
            task = asyncio.create_task(self._replace(worker))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: Worker) -> None:
        await self._end(worker)
        busy = sum(1 for job in self.running.values() if job.worker)
        if len(self._idle) + busy < self.workers + 1:
            with contextlib.suppress(Problem):
                self._idle.append(await self._spawn())


class Answer:
    """The answer to a job, from its first bytes on."""

    def __init__(self, pool: WorkerPool, running: Running, ends: float, deadline: float) -> None:
        self.head: dict[str, Any] = {}
        self.ends, self._deadline = ends, deadline
        self.complete = self.holds_slot = False
        self.data = b""
        self._pool, self._running = pool, running
        self._released = False
        RUNNING.inc()

    async def begin(self, frames: bytes) -> None:
        """Send the job and read the head, and the rest too where all of it is there."""
        worker = self._running.worker
        assert worker is not None  # noqa: S101 - taken before
        await self._within(worker.send(frames))
        kind, payload = await self._next()
        if kind == HEAD:
            self.head = json.loads(payload)
            kind, payload = await self._next()
            if kind == DATA:
                self.data = payload
                if not self.head.get("whole"):
                    return
                kind, payload = await self._next()
        self.complete = True
        self.release(broken=False)
        if kind == ERROR:
            raise carried_error(payload)

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Iterate over the bytes; where they cannot be completed, the reason is raised."""
        try:
            if self.data:
                yield self.data
            while not self.complete:
                kind, payload = await self._next()
                if kind == DATA:
                    yield payload
                    continue
                self.complete = True
                if kind == ERROR:
                    raise carried_error(payload)
                self.head |= json.loads(payload or b"{}")
        finally:
            self.release(broken=not self.complete)

    async def collect(self) -> bytes:
        """Return all bytes."""
        return b"".join([piece async for piece in self.pieces()])

    def cancel(self) -> None:
        """Stop the work."""
        self._pool.cancel(self._running.id)

    def release(self, *, broken: bool) -> None:
        """Give the worker back; happens once."""
        if self._released:
            return
        self._released = True
        RUNNING.dec()
        self._running.ended = time.monotonic()
        self._pool.running.pop(self._running.id, None)
        worker, self._running.worker = self._running.worker, None
        if self.holds_slot:
            self._pool.give_back(worker, broken=broken)

    async def _next(self) -> tuple[bytes, bytes]:
        worker = self._running.worker
        assert worker is not None  # noqa: S101 - held until released
        found: tuple[bytes, bytes] = await self._within(worker.receive())
        return found

    async def _within(self, waiting: Any) -> Any:
        try:
            async with asyncio.timeout_at(self.ends):
                return await waiting
        except TimeoutError as error:
            KILLS.labels("deadline").inc()
            detail = f"the query took longer than {self._deadline:g} s and was stopped"
            raise Problem("query-timeout", detail) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if self._running.cancelled:
                KILLS.labels("cancelled").inc()
                raise Problem("query-cancelled", "the query was cancelled") from error
            DEATHS.inc()
            raise Problem(
                "worker-died", "the query took more memory than it may, or broke its process"
            ) from error
