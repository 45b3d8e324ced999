"""Time and memory grow with the length of the document, not faster."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "（市教育局牵头",
        "《",
        "1",
        "市教育局、",
        "由",
        "负责",
        "落实",
        "2020年、",
        "每年",
        " ",
        "\t",
        "市。 ",
    ],
)
def test_rubbish_without_an_end_is_passed_in_bounded_time(piece: str) -> None:
    start = time.monotonic()
    extract(read_bytes("rubbish.txt", f"一、任务\n{piece * (20_000 // len(piece))}负责".encode()))
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    "piece", ["省级人民政府要切实，", "由市教育局处理，市财政局负责督办，", "市教育局按照，"]
)
def test_a_sentence_without_an_end_is_read_once(piece: str) -> None:
    start = time.monotonic()
    extract(read_bytes("long.txt", f"一、任务\n{piece * (160_000 // len(piece))}\n".encode()))
    assert time.monotonic() - start < 25
