"""Measure this service against ``oxigraph serve`` and rdflib-endpoint, in one run.

    python -m tests.benchmark.serve [--plans 200] [--seconds 5] [--rdflib-endpoint PYTHON]

``PYTHON`` is an interpreter that has rdflib-endpoint installed; without it that line is left out.
Prints one table with ratios; the graph is seeded, so two runs measure the same thing.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kg.store import ServedStore
from kg.vocabulary import DEFAULT_BASE, RG
from tests.benchmark.plans import document, domain, nquads
from tests.store.engines import free_port, running
from tests.web.sparql.running import running_service

WHO_LEADS = """SELECT ?body ?name ?text WHERE {{
  ?duty <{rg}inDocument> <{document}> ; <{rg}inDomain> <{domain}> ; <{rg}text> ?text .
  ?assignment <{rg}obligation> ?duty ; <{rg}role> <{rg}lead> ;
    <{rg}agent> ?body ; <{rg}nameAsWritten> ?name }}"""
BINARY = str(Path(sys.executable).with_name("oxigraph"))
DUTIES = """SELECT ?duty ?text WHERE {{
  ?assignment <{rg}agent> <{base}body/bench-{plan}-{body}> ; <{rg}obligation> ?duty .
  ?duty <{rg}text> ?text }}"""
HEADERS = {
    "Content-Type": "application/sparql-query",
    "Accept": "application/sparql-results+json",
}


def who_leads(number: int, plans: int) -> str:
    """The n-th question of the series."""
    return WHO_LEADS.format(
        rg=str(RG), document=document(number % plans), domain=domain(number % 7)
    )


def duties(number: int, plans: int) -> str:
    """The n-th question for the duties of a body; it touches so little that overhead shows."""
    return DUTIES.format(rg=str(RG), base=DEFAULT_BASE, plan=number % plans, body=number % 30)


def times_ms(act: Callable[[int], object], times: int) -> tuple[float, float]:
    """Milliseconds that one call takes: the median, and what 99 in 100 stay below."""
    for number in range(min(5, times // 3)):
        act(number)
    taken = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


class Connection:
    """One kept-alive connection."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.path = parts.path
        self.http = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def query(self, text: str) -> bytes:
        """Send a query and return the answer, which must be a 200."""
        self.http.request("POST", self.path, text.encode(), HEADERS)
        return self._answer()

    def get(self, target: str) -> bytes:
        """Get an address and return the answer, which must be a 200."""
        self.http.request("GET", target)
        return self._answer()

    def _answer(self) -> bytes:
        answer = self.http.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {body[:200]!r}")
        return body


def per_second(
    address: str, act: Callable[[Connection, int], object], seconds: float, connections: int = 4
) -> float:
    """Requests a second over so many connections."""
    counts = [0] * connections
    end = time.perf_counter() + seconds

    def work(slot: int) -> None:
        connection = Connection(address)
        while time.perf_counter() < end:
            act(connection, counts[slot])
            counts[slot] += 1

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


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


Row = tuple[str, float, str, float | None, str]


def measure(plans: int, seconds: float, python: str | None, folder: Path) -> Iterator[Row]:
    """Yield what was measured: name, value, unit, ratio to the other, what was asked for."""
    data = folder / "data.nq"
    with data.open("w", encoding="utf-8") as out:
        out.writelines(nquads(plans))
    load(folder / "store", data)
    with oxigraph(folder, data) as address:
        connection = Connection(address)
        theirs, late = times_ms(lambda n: connection.query(who_leads(n, plans)), 300)
        little, _ = times_ms(lambda n: connection.query(duties(n, plans)), 300)
        single = per_second(address, lambda c, n: c.query(who_leads(n, plans)), seconds, 1)
        rate = per_second(address, lambda c, n: c.query(who_leads(n, plans)), seconds)
    yield ("oxigraph serve: who leads", theirs, "ms", None, "")
    yield ("oxigraph serve: who leads, p99", late, "ms", None, "")
    yield ("oxigraph serve: duties of a body", little, "ms", None, "")
    yield ("oxigraph serve: who leads, 1 connection", single, "/s", None, "")
    yield ("oxigraph serve: who leads, 4 connections", rate, "/s", None, "")
    with ServedStore(folder / "store") as served:
        own, late = times_ms(lambda n: served.select(who_leads(n, plans)), 300)
    yield ("look-up in process: who leads", own, "ms", own / theirs, "<= 1.5")
    yield ("look-up in process: who leads, p99", late, "ms", None, "")
    yield from _over_http(plans, seconds, folder, theirs, little, rate)
    if python:
        yield from _against_rdflib(python, folder)


def _over_http(
    plans: int, seconds: float, folder: Path, theirs: float, little: float, rate: float
) -> Iterator[Row]:
    with running_service(folder, default_graph="union", client_seconds="1000000") as service:
        connection = Connection(f"{service.url}/sparql")
        strangers, late = times_ms(lambda n: connection.query(who_leads(n, plans)), 300)
        yield ("/sparql, a stranger: who leads", strangers, "ms", strangers / theirs, "<= 2.5")
        yield ("/sparql, a stranger: who leads, p99", late, "ms", None, "")
        asked, _ = times_ms(lambda n: connection.query(duties(n, plans)), 300)
        yield ("/sparql, a stranger: duties of a body", asked, "ms", asked / little, "")
        asked = per_second(
            f"{service.url}/sparql", lambda c, n: c.query(who_leads(n, plans)), seconds
        )
        yield ("/sparql, 4 connections", asked, "/s", None, "")
        wanted = "/api/departments?" + urlencode({"role": "lead", "limit": 20})
        fresh, late = times_ms(lambda n: connection.get(f"{wanted}&{one_question(n, plans)}"), 60)
        yield ("/api/departments, who leads, not kept", fresh, "ms", fresh / theirs, "")
        yield ("/api/departments, who leads, not kept, p99", late, "ms", None, "")
        target = f"{wanted}&{one_question(0, plans)}"
        for connections in (1, 4):
            kept = per_second(service.url, lambda c, n: c.get(target), seconds, connections)
            name = f"look-up from the cache, connections: {connections}"
            yield (name, kept, "/s", kept / rate if connections == 4 else None, ">= 2")
        for path in ("/api/departments?sort=-leads&limit=20", "/api/blind-spots?limit=20"):
            yield from _whole(Connection(service.url), path)


def _whole(connection: Connection, path: str) -> Iterator[Row]:
    """A look-up over the whole graph: the first time, and from what was computed."""
    began = time.perf_counter()
    connection.get(path)
    yield (f"{path}, first", (time.perf_counter() - began) * 1000, "ms", None, "")
    kept, late = times_ms(lambda n: connection.get(path), 300)
    yield (f"{path}, kept", kept, "ms", None, "< 10")
    yield (f"{path}, kept, p99", late, "ms", None, "")


def one_question(number: int, plans: int) -> str:
    """The n-th question of the series as filters of a look-up."""
    return urlencode({"document": document(number % plans), "domain": domain(number % 7)})


def _against_rdflib(python: str, folder: Path) -> Iterator[Row]:
    one = folder / "one"
    one.mkdir()
    with rdflib_endpoint(python, one) as address:
        connection = Connection(address)
        theirs, _ = times_ms(lambda n: connection.query(who_leads(n, 1)), 6)
    data = one / "one.nq"
    data.write_text("".join(nquads(1)), encoding="utf-8")
    load(one / "store", data)
    with running_service(one, default_graph="union", client_seconds="1000000") as service:
        ours = Connection(f"{service.url}/sparql")
        own, _ = times_ms(lambda n: ours.query(who_leads(n, 1)), 100)
    yield ("rdflib-endpoint, one plan: who leads", theirs, "ms", None, "")
    yield ("/sparql, one plan: who leads, times faster", own, "ms", theirs / own, ">= 10")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=210)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rdflib-endpoint", metavar="PYTHON")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for row in measure(chosen.plans, chosen.seconds, chosen.rdflib_endpoint, Path(folder)):
            rows.append(row)
            name, value, unit, ratio, wanted = row
            shown = "" if ratio is None else f"{ratio:.2f}"
            sys.stdout.write(f"{name:45} {value:10.2f} {unit:3} {shown:>8} {wanted}\n")
            sys.stdout.flush()
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
