"""Measure this service against ``oxigraph serve`` and rdflib-endpoint, in one run.

    python -m tests.benchmark.serve [--small] [--plans 210] [--rdflib-endpoint PYTHON]

``PYTHON`` is an interpreter that has rdflib-endpoint installed; without it that line is left out.
``--small`` does everything on little data in less than a minute, to see that all of it works.
Prints one table with goals and ratios; the graphs are seeded, so two runs measure the same thing.
What is compared is asked in turn, both services up at once, and medians are taken.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from kg.store import ServedStore
from kg.vocabulary import DEFAULT_BASE, RG
from tests.benchmark.asking import answers
from tests.benchmark.checks import BINARY, checks, corpus_checks
from tests.benchmark.measuring import (
    HEADING,
    Connection,
    Row,
    in_turn,
    late,
    milliseconds,
    rates_in_turn,
)
from tests.benchmark.plans import document, domain, nquads
from tests.store.engines import free_port, running
from tests.web.sparql.running import Service, running_service

WHO_LEADS = """SELECT ?body ?name ?text WHERE {{
  ?duty <{rg}inDocument> <{document}> ; <{rg}inDomain> <{domain}> ; <{rg}text> ?text .
  ?assignment <{rg}obligation> ?duty ; <{rg}role> <{rg}lead> ;
    <{rg}agent> ?body ; <{rg}nameAsWritten> ?name }}"""
DUTIES = """SELECT ?duty ?text WHERE {{
  ?assignment <{rg}agent> <{base}body/bench-{plan}-{body}> ; <{rg}obligation> ?duty .
  ?duty <{rg}text> ?text }}"""
WHOLE = ("/api/departments?sort=-leads", "/api/blind-spots?sort=severity")
_QUIET_SECONDS = 60.0


def who_leads(number: int, plans: int) -> str:
    """The n-th question of the series."""
    return WHO_LEADS.format(
        rg=str(RG), document=document(number % plans), domain=domain(number % 7)
    )


def duties(number: int, plans: int) -> str:
    """The n-th question for the duties of a body; it touches so little that overhead shows."""
    return DUTIES.format(rg=str(RG), base=DEFAULT_BASE, plan=number % plans, body=number % 30)


def load(location: Path, data: Path) -> None:
    """Fill a directory as Oxigraph's own loader does; both services read the same format."""
    command = [BINARY, "load", "--location", str(location), "--file", str(data)]
    subprocess.run(command, check=True, capture_output=True)


@contextlib.contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[str]:
    """An Oxigraph server over the data, on disk like ours."""
    load(folder / "oxigraph", data)
    port = free_port()
    command = [BINARY, "serve", "--location", str(folder / "oxigraph"),
               "--bind", f"127.0.0.1:{port}", "--union-default-graph"]  # fmt: skip
    with running(command, f"http://127.0.0.1:{port}/", folder / "oxigraph.log"):
        yield f"http://127.0.0.1:{port}/query"


@contextlib.contextmanager
def rdflib_endpoint(python: str, folder: Path) -> Iterator[str]:
    """rdflib-endpoint over a single plan."""
    data, port = folder / "one.nt", free_port()
    # One plain graph: the way it answers fastest.
    triples = {f"{line.rsplit(' <', 1)[0]} .\n" for line in nquads(1)}
    data.write_text("".join(sorted(triples)), encoding="utf-8")
    program = (
        "import sys, uvicorn; from rdflib import Graph; from rdflib_endpoint import "
        "SparqlEndpoint; g = Graph(); g.parse(sys.argv[1], format='nt'); "
        "uvicorn.run(SparqlEndpoint(graph=g, path='/'), port=int(sys.argv[2]), log_level='error')"
    )
    command = [python, "-c", program, str(data), str(port)]
    with running(command, f"http://127.0.0.1:{port}/", folder / "rdflib.log"):
        yield f"http://127.0.0.1:{port}/"


@contextlib.contextmanager
def service(folder: Path) -> Iterator[Service]:
    """This service, with limits for one client that nobody reaches."""
    with running_service(
        folder, default_graph="union", client_seconds="1000000", client_queries="1000000"
    ) as found:
        yield found


def against_oxigraph(plans: int, times: int, seconds: float, folder: Path) -> Iterator[Row]:
    """Yield the rows of look-ups and strangers' queries beside those of the other server."""
    data = folder / "data.nq"
    with data.open("w", encoding="utf-8") as out:
        out.writelines(nquads(plans))
    load(folder / "store", data)
    with oxigraph(folder, data) as address:
        other = Connection(address)
        with ServedStore(folder / "store") as served:
            yield from _in_process(served, other, plans, times)
        with service(folder) as ours:
            _wait_until_quiet(Connection(ours.url))
            yield from _strangers(ours, other, plans, times)
            yield from _look_ups(ours, other, plans, times)
            yield from _from_cache(ours, address, plans, seconds)
            for path in WHOLE:
                yield from _whole(ours, path, times)


def _in_process(served: ServedStore, other: Connection, plans: int, times: int) -> Iterator[Row]:
    _same_answer(len(served.select(who_leads(3, plans))), other.query(who_leads(3, plans)))
    taken = in_turn(
        times,
        {
            "ours": lambda n: served.select(who_leads(n, plans)),
            "theirs": lambda n: other.query(who_leads(n, plans)),
        },
    )
    yield _median("who leads, in process", taken, "same query, oxigraph serve", ("<=", 1.5))
    yield Row("who leads, in process, p99", late(taken["ours"]), "ms", late(taken["theirs"]))


def _same_answer(rows: int, theirs: bytes) -> None:
    """Refuse to compare what does not give the same."""
    found = len(json.loads(theirs)["results"]["bindings"])
    if rows != found or not rows:
        raise RuntimeError(f"{rows} rows here, {found} there")


def _median(
    name: str,
    taken: dict[str, list[float]],
    compared: str,
    goal: tuple[Literal["<=", ">="], float] | None = None,
) -> Row:
    ours, theirs = (statistics.median(taken[each]) for each in ("ours", "theirs"))
    return Row(
        name, ours, "ms", theirs, goal, compared, inverse=goal is not None and goal[0] == ">="
    )


def _strangers(ours: Service, other: Connection, plans: int, times: int) -> Iterator[Row]:
    stranger = Connection(f"{ours.url}/sparql")
    rows = json.loads(stranger.query(who_leads(3, plans)))["results"]["bindings"]
    _same_answer(len(rows), other.query(who_leads(3, plans)))
    for name, query, goal in (
        ("who leads", who_leads, True),
        ("duties of a body", duties, False),
    ):
        taken = _pair(stranger.query, other.query, query, plans, times)
        wanted: tuple[Literal["<="], float] | None = ("<=", 2.5) if goal else None
        yield _median(f"/sparql: {name}", taken, "same query, oxigraph serve", wanted)


def _pair(
    ours: Callable[[str], object],
    theirs: Callable[[str], object],
    query: Callable[[int, int], str],
    plans: int,
    times: int,
) -> dict[str, list[float]]:
    acts = {
        "ours": lambda n: ours(query(n, plans)),
        "theirs": lambda n: theirs(query(n, plans)),
    }
    return in_turn(times, acts)


def _look_ups(ours: Service, other: Connection, plans: int, times: int) -> Iterator[Row]:
    """The look-up by HTTP: it also gives names, levels, numbers of duties, evidence, and pages."""
    connection = Connection(ours.url)
    fresh = iter(range(10**9))
    taken = in_turn(
        min(times, plans * 7 // 2),
        {
            "ours": lambda n: connection.get(
                f"{one_question(n, plans)}&limit={500 - next(fresh) % 400}"
            ),
            "theirs": lambda n: other.query(who_leads(n, plans)),
        },
    )
    compared = "a full page of bodies with evidence; there the bare query"
    yield _median("/api/departments, who leads, not kept", taken, compared)
    yield Row("/api/departments, who leads, not kept, p99", late(taken["ours"]), "ms")


def _from_cache(ours: Service, address: str, plans: int, seconds: float) -> Iterator[Row]:
    target = f"{one_question(0, plans)}&limit=20"
    rates = rates_in_turn(
        seconds,
        {
            "ours": (ours.url, lambda c, n: c.get(target)),
            "theirs": (address, lambda c, n: c.query(who_leads(n, plans))),
            "strangers": (f"{ours.url}/sparql", lambda c, n: c.query(who_leads(n, plans))),
        },
    )
    compared = "oxigraph serve, the same question as a query; 4 connections each"
    yield Row("look-up from the cache", rates["ours"], "/s", rates["theirs"], (">=", 2), compared)
    yield Row("/sparql, 4 connections", rates["strangers"], "/s", rates["theirs"], None, compared)


def _whole(ours: Service, path: str, times: int) -> Iterator[Row]:
    """A look-up over the whole graph: kept, another page of it, and right after a change."""
    connection = Connection(ours.url)
    kept = f"{path}&limit=20"
    _wait_until_quiet(connection)
    for name, act in (
        ("from state", lambda n: connection.get(kept)),
        ("another page", lambda n: connection.get(f"{path}&limit=20&offset={20 * (n + 1)}")),
    ):
        taken = in_turn(min(times, 60), {"ours": act})["ours"]
        yield Row(f"{path}: {name}", statistics.median(taken), "ms", None, ("<", 10), "bound in ms")
    mark, graph = f"{DEFAULT_BASE}body/mark-{time.time_ns()}", f"{DEFAULT_BASE}graph/bench/mark"
    ours.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <{mark}> a <{RG.Body}> }} }}")
    first = milliseconds(lambda n: connection.get(kept), 0)
    state = connection.headers.get("x-graph-state", "now")
    yield Row(f"{path}: right after a write", first, "ms", None, ("<", 10), f"state: {state}")
    began = time.perf_counter()
    while connection.headers.get("x-graph-state") is not None:
        connection.get(kept)
        time.sleep(0.01)
    yield Row(f"{path}: until it is of now", time.perf_counter() - began, "s")


def _wait_until_quiet(connection: Connection) -> None:
    """Wait until what is computed in the background after a start or a change is there."""
    end = time.monotonic() + _QUIET_SECONDS
    while time.monotonic() < end:
        if b"kg_state_current 1.0" in connection.get("/metrics"):
            return
        time.sleep(0.1)


def one_question(number: int, plans: int) -> str:
    """The n-th question of the series as a look-up."""
    filters = {"document": document(number % plans), "domain": domain(number % 7), "role": "lead"}
    return f"/api/departments?{urlencode(filters)}"


def against_rdflib(python: str, times: int, folder: Path) -> Iterator[Row]:
    """Yield the row of one plan beside that of rdflib-endpoint."""
    one = folder / "one"
    one.mkdir()
    data = one / "one.nq"
    data.write_text("".join(nquads(1)), encoding="utf-8")
    load(one / "store", data)
    with rdflib_endpoint(python, one) as address, service(one) as ours:
        stranger, other = Connection(f"{ours.url}/sparql"), Connection(address)
        taken = _pair(stranger.query, other.query, who_leads, 1, min(times, 20))
    yield _median(
        "/sparql, one plan: who leads", taken, "rdflib-endpoint, times slower", (">=", 10)
    )


def measure(chosen: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield all rows."""
    small = chosen.small
    plans, times = (4, 12) if small else (chosen.plans, 200)
    yield from against_oxigraph(plans, times, 0.6 if small else chosen.seconds, folder)
    if chosen.rdflib_endpoint:
        yield from against_rdflib(chosen.rdflib_endpoint, times, folder)
    yield from checks(20_000 if small else 1_000_000, folder)
    if not small:
        yield from corpus_checks()
    yield from answers(most=12 if small else 60)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="little data, in less than a minute")
    parser.add_argument("--plans", type=int, default=213, help="4,790 triples each")
    parser.add_argument("--seconds", type=float, default=9)
    parser.add_argument("--rdflib-endpoint", metavar="PYTHON")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    rows = []
    sys.stdout.write(f"{HEADING}\n")
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(chosen, Path(folder)):
            rows.append(row)
            sys.stdout.write(f"{row.line()}\n")
            sys.stdout.flush()
    held = [row.held for row in rows if row.held is not None]
    sys.stdout.write(f"{sum(held)} of {len(held)} goals held; load {os.getloadavg()[0]:.1f}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))


if __name__ == "__main__":
    main()
