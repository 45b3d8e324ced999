"""How long each check of blind spots takes: on a large graph, and on all documents of a corpus."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.analysis import load_checks, run_checks
from kg.analysis.facts import Facts
from kg.ingest import build
from kg.store import Store, open_store
from tests.benchmark.generate import quads
from tests.benchmark.measuring import Row

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "text"
DAY = date(2022, 6, 30)
BINARY = str(Path(sys.executable).with_name("oxigraph"))
_SLOWEST = 3


def checks(triples: int, folder: Path) -> Iterator[Row]:
    """Yield the slowest checks on a generated graph, and what reading it for them takes."""
    data, location = folder / "synthetic.nq", folder / "synthetic"
    with data.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in quads(triples))
    command = [BINARY, "load", "--location", str(location), "--file", str(data)]
    subprocess.run(command, check=True, capture_output=True)
    with open_store(location, read_only=True) as store:
        facts = Facts(store, DAY)
        reading = _seconds_of_reading(facts)
        taken = dict(_seconds_of_checks(facts))
    yield Row("checks, all, texts read once", reading + sum(taken.values()), "s")
    slowest = sorted(taken.items(), key=lambda each: -each[1])[:_SLOWEST]
    for number, (kind, seconds) in enumerate(slowest, 1):
        compared = f"{len(taken)} checks, {triples:,} triples" if number == 1 else ""
        yield Row(f"check, number {number} in time: {kind}", seconds, "s", None, ("<", 2), compared)


def _seconds_of_reading(facts: Facts) -> float:
    began = time.perf_counter()
    for name, part in vars(Facts).items():
        if isinstance(part, cached_property):
            getattr(facts, name)
    return time.perf_counter() - began


def _seconds_of_checks(facts: Facts) -> Iterator[tuple[str, float]]:
    for kind, runnable in load_checks().items():
        began = time.perf_counter()
        for _ in runnable.run(facts):
            pass
        yield kind, time.perf_counter() - began


def corpus_checks() -> Iterator[Row]:
    """Yield what all checks take on all documents together, where the corpus stands beside."""
    files = sorted(CORPUS.glob("*.txt"))
    if not files:
        sys.stdout.write("(no ../shared/corpus here: the checks on a corpus are left out)\n")
        return
    with open_store("memory:") as store:
        build(files, store)
        began = time.perf_counter()
        found = _run(store)
        seconds = time.perf_counter() - began
    compared = f"{len(files)} documents, {found} findings, labels and evidence included"
    yield Row("checks, all, on the corpus", seconds, "s", None, ("<", 10), compared)


def _run(store: Store) -> int:
    result = run_checks(store, None, DAY)
    if result.failures:
        raise RuntimeError(f"{result.failures[0]}")
    return len(result.found)
