"""Time and memory grow with the length of the document, not faster."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from kg.documents.read import read_bytes
from kg.extraction import extract

PLAN = (Path(__file__).parents[2] / "data" / "sources" / "changji-2020.txt").read_bytes()


def _calls(times: int) -> tuple[int, int]:
    """Obligations found and peak memory in bytes; work is counted in what is allocated."""
    view = read_bytes("plan.txt", PLAN * times)
    tracemalloc.start()
    found = len(extract(view).obligations)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return found, peak


def test_ten_times_the_text_takes_ten_times_the_memory() -> None:
    once, peak = _calls(1)
    tenfold, peak_of_ten = _calls(10)
    assert tenfold >= 10 * once
    assert peak_of_ten < 13 * peak
