"""What strangers send can neither block, slow nor end the service."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.sparql.running import Service, running_service

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(STRLEN(CONCAT(?c,?f,?i,?l)) > 9999) }}"
HUNGRY = f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?d ?g ?j"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with running_service(
        folder, query_seconds="3", query_megabytes="300", workers="2", queue="10",
        client_queries="4", client_seconds="100000", query_rows="5000", query_bytes="2000000",
    ) as service:  # fmt: skip
        data = " ".join(f'<urn:x:{n}> <urn:p:{n % 7}> "v}}}},{{{n}" .' for n in range(400))
        service.update(f"INSERT DATA {{ {data} }}")
        yield service


def _kind(response: object) -> str:
    return str(json.loads(response.content)["type"]).rpartition("/")[2]  # type: ignore[attr-defined]


def _processor_seconds(service: Service) -> float:
    """What the service and all its children have used."""
    total, own = 0.0, {service.process.pid}
    for _ in range(3):
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parts = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(parts[1]) in own:
                    own.add(int(entry.name))
    for pid in own:
        try:
            parts = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, parts[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def test_the_deadline_ends_the_work_and_the_service_goes_on(service: Service) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor() as threads:
        late = threads.submit(service.query, ENDLESS)
        time.sleep(0.5)
        assert service.query("SELECT * { ?s ?p ?o } LIMIT 1").status_code == 200
        assert service.http.get("/healthz").elapsed.total_seconds() < 1
        answer = late.result()
    assert (answer.status_code, _kind(answer)) == (503, "query-timeout")
    assert answer.headers["retry-after"]
    assert 2.5 < time.monotonic() - began < 6
    time.sleep(1)
    before = _processor_seconds(service)
    time.sleep(1)
    assert _processor_seconds(service) - before < 0.3


def test_a_query_that_takes_all_memory_ends_alone(service: Service) -> None:
    answer = service.query(HUNGRY)
    assert answer.status_code == 503
    assert _kind(answer) in ("worker-died", "query-timeout")
    assert service.query("SELECT * { ?s ?p ?o } LIMIT 1").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK " + "{" * 2500 + "}" * 2500,
        "ASK { FILTER(" + "ABS(" * 1100 + "1" + ")" * 1100 + ") }",
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
        "ASK { FILTER(" + "+".join("1" * 8000) + ">0) }",
        "ASK { " + " UNION ".join(["{?s <urn:p> 1}"] * 7000) + " }",
        "ASK { ?s ?p ?o " + " ".join(f"OPTIONAL {{?s <urn:p> ?o{n}}}" for n in range(200)) + " }",
        "ASK { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(400)) + " }",
        "ASK { ?s <urn:p> " + "(" * 200 + "1" + ")" * 200 + " }",
        "ASK { ?s <urn:p> (" + "1 " * 400 + ") }",
        "ASK { ?s " + "/".join(["<urn:p>"] * 400) + " ?o }",
        "ASK { " + "FILTER EXISTS { " * 1000 + "}" * 1000 + " }",
        "ASK { ?s ?p " + "[<urn:p> " * 400 + "1" + "]" * 400 + " }",
        "ASK { ?s ?p ?o " + "{| <urn:p> 1 " * 1500 + "|}" * 1500 + " }",
    ],
    ids=range(14),
)
def test_what_would_break_the_parser_never_gets_there(service: Service, text: str) -> None:
    answer = service.query(text)
    assert (answer.status_code, _kind(answer)) == (400, "query-too-complex")
    assert answer.json()["value"] > answer.json()["limit"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + " ".join(map(str, range(50_000))) + " } }",
        "ASK { FILTER(1 IN (" + ",".join(map(str, range(20_000))) + ")) }",
        'ASK { ?s ?p "' + "x" * 1_000_000 + '" }',
    ],
    ids=["values", "in", "literal"],
)
def test_large_but_simple_queries_are_answered(service: Service, text: str) -> None:
    assert service.query(text).status_code == 200


class _Canary:
    """Counts who connects."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.visits += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[_Canary]:
    made = _Canary()
    yield made
    made.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
        "SELECT * {{ S\\u0045RVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <http://localhost:{port}/> {{ ?s ?p ?o }} }}",
        "PREFIX c: <http://127.0.0.1:{port}/> SELECT * {{ SERVICE c:x {{ ?s ?p ?o }} }}",
        "BASE <http://127.0.0.1:{port}/> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
        "ASK {{ FILTER EXISTS {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ BIND(<http://127.0.0.1:{port}/> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    ],
)
def test_nothing_reaches_out_of_a_query(service: Service, canary: _Canary, text: str) -> None:
    answer = service.query(text.format(port=canary.port))
    assert (answer.status_code, _kind(answer)) == (403, "federation-disabled")
    assert canary.visits == 0


@pytest.mark.parametrize("word", ["LOAD", "LOAD SILENT", "LO\\u0041D"])
def test_nothing_reaches_out_of_an_update(service: Service, canary: _Canary, word: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    text = f"{word} <http://127.0.0.1:{canary.port}/x.ttl>"
    answer = service.writer.post("/sparql/update", headers=headers, content=text)
    assert (answer.status_code, _kind(answer)) == (403, "load-disabled")
    assert canary.visits == 0


def test_names_of_graphs_are_not_fetched(service: Service, canary: _Canary) -> None:
    address = f"http://127.0.0.1:{canary.port}/d.ttl"
    parameters = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": address}
    assert service.http.get("/sparql", params=parameters).json()["boolean"] is False
    text = f"ASK FROM <{address}> {{ ?s ?p ?o }}"
    assert service.query(text).json()["boolean"] is False
    assert canary.visits == 0


def test_rows_beyond_the_limit_are_cut_and_said(service: Service) -> None:
    answer = service.query("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }")
    body = answer.json()
    assert answer.headers["kg-limits"] == "rows=5000, bytes=2000000"
    assert answer.headers["kg-result"] == "cut"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert len(body["results"]["bindings"]) == body["cut"]["rows"] == 5000


def test_bytes_beyond_the_limit_are_cut_and_said(service: Service) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    xml = service.query(text, "application/sparql-results+xml")
    assert "<!-- cut after " in xml.text[-60:]
    assert len(xml.content) < 2_000_100


def test_a_format_that_cannot_say_so_refuses(service: Service) -> None:
    answer = service.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv")
    assert (answer.status_code, _kind(answer)) == (413, "too-large")


@pytest.mark.parametrize(
    ("text", "accept"),
    [
        ("CONSTRUCT { <urn:s> ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "text/turtle"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?c = ?f) ?g ?h ?i . ?j ?k ?l . "
         "FILTER(STRLEN(CONCAT(?i, ?l)) > STRLEN(?c) * 2 + 2) }", "text/csv"),
    ],
)  # fmt: skip
def test_a_deadline_that_strikes_while_rows_come_is_still_an_error(
    service: Service, text: str, accept: str
) -> None:
    answer = service.query(text, accept)
    assert (answer.status_code, _kind(answer)) == (503, "query-timeout")


def test_a_short_cut_is_said_in_the_head(service: Service) -> None:
    text = "SELECT ('x' AS ?y) { ?a ?b ?c . ?d ?e ?f }"
    answer = service.query(text)
    assert (answer.json()["cut"]["rows"], answer.headers["kg-result"]) == (5000, "cut")


def test_running_queries_are_listed_and_cancelled_with_the_token(service: Service) -> None:
    assert service.http.get("/sparql/running").status_code == 401
    with ThreadPoolExecutor() as threads:
        late = threads.submit(service.query, ENDLESS)
        time.sleep(0.7)
        listed = service.writer.get("/sparql/running").json()["running"]
        assert len(listed) == 1
        assert listed[0]["state"] == "running"
        assert "SELECT" not in json.dumps(listed)
        path = f"/sparql/running/{listed[0]['id']}"
        assert service.http.delete(path).status_code == 401
        assert service.writer.delete(path).status_code == 204
        answer = late.result()
    assert (answer.status_code, _kind(answer)) == (503, "query-cancelled")
    assert service.writer.delete(path).status_code == 404


def test_the_work_of_a_client_that_has_gone_is_stopped(service: Service) -> None:
    port = int(service.url.rpartition(":")[2])
    body = ENDLESS.encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode() + body)
        time.sleep(0.3)
        assert len(service.writer.get("/sparql/running").json()["running"]) == 1
    time.sleep(1.2)
    assert service.writer.get("/sparql/running").json()["running"] == []


def test_a_burst_of_one_client_is_limited_and_probes_pass(service: Service) -> None:
    with ThreadPoolExecutor(30) as threads:
        burst = [threads.submit(service.query, ENDLESS) for _ in range(30)]
        time.sleep(0.5)
        assert service.query("ASK {}").status_code == 200
        answers = [each.result() for each in burst]
        statuses = Counter(answer.status_code for answer in answers)
    # Who asks too much is told so a moment later, so that asking again at once gains nothing.
    assert all(a.elapsed.total_seconds() > 0.9 for a in answers if a.status_code == 429)
    assert statuses[429] == 26
    assert statuses[503] == 4


def test_an_endless_update_is_stopped_and_others_read_on(tmp_path: Path) -> None:
    with running_service(tmp_path, update_seconds="2") as service:
        service.update(
            f"INSERT DATA {{ {' '.join(f'<urn:x:{n}> <urn:x:p> {n} .' for n in range(300))} }}"
        )
        headers = {"Content-Type": "application/sparql-update"}
        text = f"INSERT {{ ?a ?e ?i }} WHERE {{ {PRODUCT} }}"
        with ThreadPoolExecutor() as threads:
            late = threads.submit(
                service.writer.post, "/sparql/update", headers=headers, content=text
            )
            time.sleep(0.3)
            begun = time.monotonic()
            assert service.count() == 300
            # Readers never wait for a change that is being made.
            assert time.monotonic() - begun < 1
            answer = late.result()
        assert (answer.status_code, _kind(answer)) == (503, "query-timeout")
        assert service.count() == 300
        service.update("INSERT DATA { <urn:x:a> <urn:x:p> 1 }")
        assert service.count() == 301
    assert service.process.returncode == 0
