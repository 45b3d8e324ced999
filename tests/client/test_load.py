"""Strangers who ask for too much do not slow those who look something up."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import httpx2
import pytest

from tests.serving import Served, build_graph, resident_megabytes, serving

LOOKUPS = (
    "/api/domains?q=%E6%B6%88%E9%98%B2",
    "/api/departments?limit=20",
    "/api/obligations?limit=20&has_lead=true",
    "/api/blind-spots?limit=20",
    "/api/deadlines?limit=20",
    "/healthz",
    "/api/departments?sort=-leads",
)
# Pages of it that nobody has asked for yet are read from the graph.
UNKNOWN = "/api/departments?sort=-leads"
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
    "SELECT * { ?a (<x:p>|!<x:q>)* ?b . ?b (<x:p>|!<x:r>)* ?c } ORDER BY ?a",
    "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(STR(?c)) > STRLEN(STR(?f))) }",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
)
STRANGERS, READERS = 40, 10
# What ten seconds can tell on a machine that other tests share.
UNNOTICED = 0.1
MEGABYTES = 2500


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("load")
    build_graph(folder / "graph")
    limits = {"client_queries": 1000, "client_seconds": 1_000_000, "query_seconds": 2}
    with serving(folder / "graph", folder, query_megabytes=400, **limits) as served:
        yield served


def test_lookups_stay_fast_beside_hostile_queries(busy: Served) -> None:
    hold(busy, 10, UNNOTICED)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_lookups_stay_fast_for_a_minute(busy: Served) -> None:
    hold(busy, 60, 0.0)


def hold(busy: Served, seconds: float, unnoticed: float) -> None:
    """Measure look-ups in quiet and under load, and hold what the service promises.

    Args:
        unnoticed: seconds that a slow look-up may take whatever the quiet ones take.
    """
    with httpx2.Client(base_url=busy.address, timeout=30) as client:
        assert all(client.get(path).status_code == 200 for path in LOOKUPS)
    quiet, failed = look_up(busy.address, min(seconds, 10) / 2)
    assert not failed
    heaviest: list[float] = []
    stop = threading.Event()
    scales = threading.Thread(target=weigh, args=(busy.process.pid, stop, heaviest))
    # In a process of their own: the readers must wait for the service, not for each other's threads.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        strangers = apart.submit(strangle_all, busy.address, seconds + 1)
        scales.start()
        try:
            time.sleep(1)
            loud, failed = look_up(busy.address, seconds)
            refused = strangers.result(timeout=60)
        finally:
            stop.set()
            scales.join()
    told = f"quiet p99 {p99(quiet):.4f} s of {len(quiet)}, loud {p99(loud):.4f} s of {len(loud)}"
    print(f"\n{told}; {len(refused)} refused; {max(heaviest):.0f} MB")  # noqa: T201
    assert not failed
    assert len(refused) >= STRANGERS / 2
    assert set(refused) <= {429, 503}
    assert p99(loud) <= max(5 * p99(quiet), unnoticed), told
    assert max(heaviest) < MEGABYTES


def look_up(address: str, seconds: float) -> tuple[list[float], list[str]]:
    """Let ten readers look things up; return how long each look-up took, and what failed."""
    taken: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + seconds

    def read(at: int) -> None:
        with httpx2.Client(base_url=address, timeout=30) as client:
            while time.monotonic() < end:
                path = LOOKUPS[at % len(LOOKUPS)]
                at += 1
                if path == UNKNOWN:
                    path += f"&limit={10 + at % 20}&offset={at // 20 % 50}"
                begun = time.perf_counter()
                try:
                    answer = client.get(path)
                except httpx2.HTTPError as error:
                    failed.append(f"{path}: {error!r}")
                    continue
                taken.append(time.perf_counter() - begun)
                if answer.status_code != 200:
                    failed.append(f"{path}: {answer.status_code} {answer.text[:200]}")
                time.sleep(0.02)

    threads = [threading.Thread(target=read, args=(at,)) for at in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, failed


def strangle_all(address: str, seconds: float) -> list[int]:
    """Send hostile queries over many connections; return the statuses of what was refused."""
    refused: list[int] = []
    stop = threading.Event()
    threads = [
        threading.Thread(target=strangle, args=(address, at, stop, refused))
        for at in range(STRANGERS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return refused


def strangle(address: str, at: int, stop: threading.Event, refused: list[int]) -> None:
    """Send hostile queries one after the other."""
    with httpx2.Client(base_url=address, timeout=30) as client:
        while not stop.is_set():
            try:
                answer = client.post("/sparql", data={"query": HOSTILE[at % len(HOSTILE)]})
            except httpx2.RemoteProtocolError:
                continue  # an answer that the deadline cut off on its way
            at += 1
            if answer.status_code != 200:
                refused.append(answer.status_code)
                # As the answer's Retry-After asks, only sooner.
                stop.wait(0.2)


def weigh(pid: int, stop: threading.Event, heaviest: list[float]) -> None:
    """Note the resident megabytes of the service with its workers, ten times a second."""
    while not stop.wait(0.1):
        heaviest.append(resident_megabytes(pid))


def p99(taken: Sequence[float]) -> float:
    """Return what 99 in 100 stay below."""
    return statistics.quantiles(taken, n=100)[98]
