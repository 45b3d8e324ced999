from __future__ import annotations

import re
import resource
import signal
import time

import pytest

from kg.documents import Bounds, bounded
from kg.errors import SourceTooLarge


def test_memory_is_bounded_and_given_back() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    refused = pytest.raises(SourceTooLarge, match="more than 64 MiB")
    with refused as caught, bounded("large.txt", Bounds(megabytes=64)):
        bytearray(256 << 20)
    assert "'large.txt'" in str(caught.value)
    assert "KG_DOCUMENT_MEGABYTES" in str(caught.value)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(256 << 20))


def test_time_is_bounded_also_within_one_match() -> None:
    begin, before = time.monotonic(), signal.getsignal(signal.SIGALRM)
    refused = pytest.raises(SourceTooLarge, match=r"longer than 0\.2 s")
    with refused, bounded("slow.txt", Bounds(seconds=0.2)):
        re.match(r"(a+)+$", "a" * 60 + "b")
    assert time.monotonic() - begin < 20
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_cannot_be_interrupted_has_its_processor_time() -> None:
    before = resource.getrlimit(resource.RLIMIT_CPU)
    with bounded("any.txt", Bounds(seconds=10)):
        bound = resource.getrlimit(resource.RLIMIT_CPU)[0]
        assert time.process_time() + 10 < bound < time.process_time() + 40
    assert resource.getrlimit(resource.RLIMIT_CPU) == before
