"""Many clients at once, some of them hostile: look-ups go on, memory stays bounded."""

from __future__ import annotations

import random
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.web.sparql.running import Service, running_service

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(STRLEN(CONCAT(?c,?f,?i,?l)) > 9999) }}",
    f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?d ?g ?j",
    "SELECT (COUNT(*) AS ?n) { ?s (<urn:x>|!<urn:x>)* ?o . ?x (<urn:x>|!<urn:x>)* ?y }",
)
LOOK_UP = "/api/departments?limit=5"


def _resident_megabytes(pid: int) -> float:
    """What the service and all its children hold."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for each in (str(pid), *children):
        try:
            total += int((Path("/proc") / each / "statm").read_text().split()[1])
        except OSError:
            continue
    return total * 4096 / 1e6


def _look_up(service: Service, taken: list[float], statuses: Counter[int], end: float) -> None:
    with httpx.Client(base_url=service.url, timeout=30) as client:
        number = 0
        while time.monotonic() < end:
            began = time.monotonic()
            # Every other one is not in the cache.
            number += number % 2 or random.randint(1, 10**6)
            statuses[client.get(f"{LOOK_UP}&offset={number % 50}").status_code] += 1
            taken.append(time.monotonic() - began)
            time.sleep(0.05)


def _attack(service: Service, statuses: Counter[int], end: float, number: int) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    with httpx.Client(base_url=service.url, timeout=60) as client:
        while time.monotonic() < end:
            text = HOSTILE[number % len(HOSTILE)]
            try:
                answer = client.post("/sparql", content=text, headers=headers)
                statuses[answer.status_code] += 1
            except httpx.TransportError:
                statuses[0] += 1
            time.sleep(0.05)


def _percentile(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


def _run(folder: Path, seconds: float, clients: int) -> tuple[float, float]:
    with running_service(
        folder, default_graph="union", query_seconds="5", client_queries="40",
        client_seconds="1000000",
    ) as service:  # fmt: skip
        data = " ".join(f'<urn:x:{n}> <urn:p:{n % 7}> "v{n}" .' for n in range(2000))
        service.update(f"INSERT DATA {{ {data} }}")
        quiet: list[float] = []
        loaded: list[float] = []
        fine: Counter[int] = Counter()
        hostile: Counter[int] = Counter()
        _look_up(service, quiet, fine, time.monotonic() + seconds / 4)
        end = time.monotonic() + seconds
        threads = [
            threading.Thread(target=_look_up, args=(service, loaded, fine, end))
            for _ in range(clients // 5)
        ] + [
            threading.Thread(target=_attack, args=(service, hostile, end, number))
            for number in range(clients - clients // 5)
        ]
        for thread in threads:
            thread.start()
        highest = 0.0
        while time.monotonic() < end:
            highest = max(highest, _resident_megabytes(service.process.pid))
            time.sleep(0.25)
        for thread in threads:
            thread.join()
        assert set(fine) == {200}
        assert hostile.keys() <= {200, 429, 503}
        # One worker more than run at once, the writer and the service itself.
        assert highest < 3 * 1024 + 1024
        sys.stdout.write(
            f"quiet p99 {_percentile(quiet):.3f} s, loaded p99 {_percentile(loaded):.3f} s, "
            f"resident {highest:.0f} MB, strangers {dict(hostile)}\n"
        )
        assert service.query("ASK { ?s ?p ?o }").status_code == 200
    return _percentile(quiet), _percentile(loaded)


@pytest.mark.timeout(200)
def test_look_ups_go_on_while_strangers_attack(tmp_path: Path) -> None:
    _run(tmp_path, seconds=10, clients=20)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_fifty_clients_for_a_minute(tmp_path: Path) -> None:
    quiet, loaded = _run(tmp_path, seconds=60, clients=50)
    # Below a tenth of a second a busy machine says more than the service does.
    assert loaded < 5 * max(quiet, 0.1)
