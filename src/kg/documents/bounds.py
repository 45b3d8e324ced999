"""What may be spent on one document: memory and time, also in a process that goes on afterwards."""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType

from kg.documents.source import shown
from kg.errors import SourceTooLarge
from kg.store.child import bound_memory

_AGAIN = 1.0
_MARGIN = 10.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What everything done with one document may cost, from its bytes to its triples.

    Attributes:
        megabytes: memory beyond what the process has already.
        seconds: time on the clock.
    """

    megabytes: int = 1024
    seconds: float = 120.0


@contextmanager
def bounded(name: str, bounds: Bounds) -> Iterator[None]:
    """Do the work of the block within bounds.

    The clock is watched in the main thread only. Where work cannot be interrupted, the process
    ends when it has used twice the time and ten seconds.

    Args:
        name: of the document, for the message.
        bounds: what the block may cost.

    Raises:
        SourceTooLarge: a bound was reached.
    """
    what, split = f"cannot read {shown(name)}", "split it or raise KG_DOCUMENT_"
    late = SourceTooLarge(what, f"it takes longer than {bounds.seconds:g} s", f"{split}SECONDS")
    with ExitStack() as held:
        held.enter_context(_kept(resource.RLIMIT_AS))
        held.enter_context(_kept(resource.RLIMIT_CPU))
        if threading.current_thread() is threading.main_thread():
            held.enter_context(_alarm(bounds.seconds, late))
        # The alarm comes several times before: the end of the process is for what cannot hear it.
        _bound_processor(2 * bounds.seconds + _MARGIN)
        bound_memory(bounds.megabytes)
        try:
            yield
        except MemoryError as error:
            why = f"it takes more than {bounds.megabytes:,} MiB of memory"
            raise SourceTooLarge(what, why, f"{split}MEGABYTES") from error


@contextmanager
def _kept(kind: int) -> Iterator[None]:
    before = resource.getrlimit(kind)
    try:
        yield
    finally:
        resource.setrlimit(kind, before)


@contextmanager
def _alarm(seconds: float, late: SourceTooLarge) -> Iterator[None]:
    def strike(_number: int, _frame: FrameType | None) -> None:
        raise late

    before = signal.signal(signal.SIGALRM, strike)
    # Again and again: where nobody can hear an error, as while an object is deleted, it is lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _bound_processor(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    bound = int(used.ru_utime + used.ru_stime + seconds) + 1
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))
