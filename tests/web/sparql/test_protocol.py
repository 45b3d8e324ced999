"""The SPARQL protocols over HTTP, against a real service process."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from kg.errors import StoreError
from kg.store import backup, open_store, restore
from tests.web.sparql.running import TOKEN, Service, running_service

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
SH = Namespace("http://www.w3.org/ns/shacl#")
G = "http://example.org/g"
TURTLE = {"Content-Type": "text/turtle"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    running.update("DROP ALL")
    return running


def _kind(response: object) -> str:
    return str(json.loads(response.content)["type"]).rpartition("/")[2]  # type: ignore[attr-defined]


def test_queries_by_get_form_and_body(service: Service) -> None:
    service.update("INSERT DATA { <urn:x:a> <urn:x:b> '消防' }")
    text = "SELECT ?o { ?s ?p ?o }"
    answers = [
        service.http.get("/sparql", params={"query": text}),
        service.http.post("/sparql", data={"query": text}),
        service.query(text),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert answer.json()["results"]["bindings"][0]["o"]["value"] == "消防"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_formats_of_tables(service: Service, accept: str, wanted: str) -> None:
    assert service.query("SELECT * { ?s ?p ?o }", accept).headers["content-type"] == wanted


@pytest.mark.parametrize(
    "accept",
    [
        "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml",
        "application/n-quads", "application/trig",
    ],
)  # fmt: skip
def test_formats_of_graphs(service: Service, accept: str) -> None:
    service.update("INSERT DATA { <urn:x:a> <urn:x:b> '消防'@zh }")
    answer = service.query("CONSTRUCT WHERE { ?s ?p ?o }", accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert "消防" in answer.text


def test_no_acceptable_format_is_406(service: Service) -> None:
    answer = service.query("SELECT * { ?s ?p ?o }", "image/png")
    assert (answer.status_code, _kind(answer)) == (406, "not-acceptable")


def test_the_request_can_name_the_dataset(service: Service) -> None:
    service.update(f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x:a> <urn:x:b> 1 }} }}")
    parameters = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": G}
    assert service.http.get("/sparql", params=parameters).json()["boolean"] is True
    parameters = {"query": "ASK { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": "urn:x:none"}
    assert service.http.get("/sparql", params=parameters).json()["boolean"] is False


def test_syntax_errors_say_where(service: Service) -> None:
    answer = service.query("SELECT * {\n ?s ?p }")
    body = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (body["line"], body["column"]) == (2, 9)
    assert body["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/sparql", FORM, urlencode({"query": ""}), 400),
        ("/sparql", FORM, urlencode([("query", "ASK {}"), ("query", "ASK {}")]), 400),
        ("/sparql", FORM, urlencode({"update": "DROP ALL"}), 400),
        ("/sparql", {"Content-Type": "text/plain"}, "ASK {}", 415),
        ("/sparql", {"Content-Type": "application/sparql-query; charset=gb18030"}, "ASK {}", 415),
        ("/sparql", {"Content-Type": "application/sparql-query",
                     "Content-Encoding": "gzip"}, "ASK {}", 415),
        ("/sparql", {"Content-Type": "application/sparql-query"}, "DROP ALL", 400),
        ("/sparql", {"Content-Type": "application/sparql-query"}, "x" * 2_000_001, 413),
    ],
)  # fmt: skip
def test_broken_requests(
    service: Service, path: str, headers: dict[str, str], body: str, status: int
) -> None:
    answer = service.http.post(path, headers=headers, content=body.encode())
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_update_by_get_is_refused_with_allow(service: Service) -> None:
    answer = service.writer.get("/sparql/update", params={"update": "DROP ALL"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic OmEtdG9rZW4tZm9yLXRlc3Rz"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_writes_need_the_token(service: Service, headers: dict[str, str], method: str) -> None:
    service.update("INSERT DATA { <urn:x:a> <urn:x:b> 1 }")
    path = "/sparql/update" if method == "POST" else "/rdf-graph-store?default"
    types = {"Content-Type": "application/sparql-update" if method == "POST" else "text/turtle"}
    answer = service.http.request(method, path, headers={**headers, **types}, content=b"DROP ALL")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert service.count() == 1


def test_pages_of_other_sites_cannot_write(service: Service) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        answer = service.writer.post("/sparql/update", data={"update": "DROP ALL"}, headers=headers)
        assert (answer.status_code, _kind(answer)) == (403, "cross-site")


def test_anybody_may_read_from_other_sites(service: Service) -> None:
    answer = service.http.get("/sparql", params={"query": "ASK {}"},
                              headers={"Origin": "http://a.example"})  # fmt: skip
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    preflight = service.http.options("/sparql")
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, "*")


def test_head_is_get_without_the_body(service: Service) -> None:
    answer = service.http.head("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_an_update_can_name_its_dataset(service: Service) -> None:
    service.update(f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x:a> <urn:x:b> 1 }} }}")
    answer = service.writer.post(
        "/sparql/update",
        params={"using-graph-uri": G},
        headers={"Content-Type": "application/sparql-update"},
        content=b"INSERT { <urn:x:found> <urn:x:b> ?o } WHERE { ?s ?p ?o }",
    )
    assert answer.status_code == 200
    assert service.query("ASK { <urn:x:found> ?p 1 }").json()["boolean"]


def test_a_failed_update_leaves_nothing(service: Service) -> None:
    text = "INSERT DATA { <urn:x:a> <urn:x:b> 1 } ; CREATE GRAPH <urn:x:g> ; CREATE GRAPH <urn:x:g>"
    headers = {"Content-Type": "application/sparql-update"}
    answer = service.writer.post("/sparql/update", headers=headers, content=text)
    assert (answer.status_code, _kind(answer)) == (409, "conflict")
    assert service.count() == 0


def test_graphs_are_put_got_posted_and_deleted(service: Service) -> None:
    at = {"graph": G}
    body = "<urn:x:a> <urn:x:b> '消防'@zh ."
    put = service.writer.put("/rdf-graph-store", params=at, headers=TURTLE, content=body.encode())
    assert put.status_code == 201
    again = service.writer.put("/rdf-graph-store", params=at, headers=TURTLE, content=body.encode())
    assert again.status_code == 204
    more = service.writer.post(
        "/rdf-graph-store", params=at, headers=TURTLE, content=b"<urn:x:c> <urn:x:d> 2 ."
    )
    assert more.status_code == 204
    got = service.http.get("/rdf-graph-store", params=at, headers={"Accept": "text/turtle"})
    assert len(Graph().parse(data=got.text, format="turtle")) == 2
    assert service.http.head("/rdf-graph-store", params=at).status_code == 200
    assert service.writer.delete("/rdf-graph-store", params=at).status_code == 204
    assert service.http.get("/rdf-graph-store", params=at).status_code == 404
    assert service.writer.delete("/rdf-graph-store", params=at).status_code == 404


def test_posting_to_the_store_makes_a_new_graph(service: Service) -> None:
    answer = service.writer.post(
        "/rdf-graph-store", headers=TURTLE, content=b"<urn:x:a> <urn:x:b> 1 ."
    )
    assert answer.status_code == 201
    got = service.http.get(answer.headers["location"], headers={"Accept": "application/n-triples"})
    assert got.text.startswith("<urn:x:a> <urn:x:b>")


@pytest.mark.parametrize(
    ("media_type", "body", "status", "kind"),
    [
        ("text/turtle", b"<urn:a> <urn:b> .", 400, "malformed-rdf"),
        ("text/turtle", "<urn:a> <urn:b> '消防' .".encode("gb18030"), 400, "invalid-encoding"),
        ("text/turtle", b'<urn:a> <urn:b> "\\u0000" .', 400, "malformed-rdf"),
        ("text/turtle", b'<urn:a> <urn:b> "x"@en_US .', 400, "malformed-rdf"),
        ("application/n-quads", b"<urn:a> <urn:b> 'x' <urn:g> .", 400, "malformed-rdf"),
        ("application/ld+json", b"[" * 20_000, 400, "malformed-rdf"),
        ("application/rdf+xml", b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', 400, "malformed-rdf"),
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY a "b">]><r/>'.encode("utf-16"), 400,
         "malformed-rdf"),
        ("application/ld+json", b'"urn:a"', 400, "malformed-rdf"),
        ("text/turtle", b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * 20_000, 400,
         "malformed-rdf"),
        ("image/png", b"x", 415, "unsupported-media-type"),
        ("text/turtle", b"#" * 20_971_521, 413, "too-large"),
        ("text/turtle", b'<urn:a> <urn:b> "' + b"a" * 20_500_000 + b'" .', 413, "too-large"),
        ("text/turtle", b'<urn:a> <urn:b> """' + b"a" * 20_500_000, 400, "malformed-rdf"),
        ("text/turtle; charset=latin-1", b"<urn:a> <urn:b> 1 .", 415, "unsupported-media-type"),
    ],
    ids=range(15),
)  # fmt: skip
def test_bad_files_leave_nothing(
    service: Service, media_type: str, body: bytes, status: int, kind: str
) -> None:
    answer = service.writer.put(
        "/rdf-graph-store", params={"graph": G}, headers={"Content-Type": media_type}, content=body
    )
    assert (answer.status_code, _kind(answer)) == (status, kind)
    assert service.http.get("/rdf-graph-store", params={"graph": G}).status_code == 404


def test_a_byte_order_mark_is_no_mistake(service: Service) -> None:
    answer = service.writer.put(
        "/rdf-graph-store?default", headers=TURTLE, content=b"\xef\xbb\xbf<urn:a:a> <urn:b:b> 1 ."
    )
    assert answer.status_code == 204
    assert service.count() == 1


@pytest.mark.parametrize("parameters", ["", "?graph=", "?graph=a%20b", "?graph=urn:x:a&default",
                                        "?default=1", "?grahp=urn:x:a"])  # fmt: skip
def test_a_graph_must_be_named_well(service: Service, parameters: str) -> None:
    answer = service.http.get(f"/rdf-graph-store{parameters}")
    assert answer.status_code == 400


def test_the_service_describes_itself(service: Service) -> None:
    service.update(f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x:a> <urn:x:b> 1 }} }}")
    answer = service.http.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    endpoint = URIRef(f"{service.url}/sparql")
    itself = graph.value(predicate=RDF.type, object=SD.Service)
    assert graph.value(itself, SD.endpoint) == endpoint
    assert (itself, SD.feature, SD.UnionDefaultGraph) not in graph
    dataset = graph.value(itself, SD.defaultDataset)
    assert int(str(graph.value(dataset, VOID.triples))) == 1
    assert graph.value(predicate=SD.name, object=URIRef(G)) is not None
    examples = list(graph.subjects(RDF.type, SH.SPARQLExecutable))
    for example in examples:
        text = str(graph.value(example, SH.select) or graph.value(example, SH.construct)
                   or graph.value(example, SH.ask))  # fmt: skip
        assert service.query(text, "*/*").status_code == 200, example


def test_operations(service: Service) -> None:
    assert service.http.get("/healthz").json() == {"status": "ok"}
    assert service.http.get("/readyz").json()["status"] == "ready"
    metrics = service.http.get("/metrics").text
    for name in ("kg_request_seconds_bucket", "kg_jobs_queued", "kg_worker_kills", "kg_store_quads",
                 "kg_cache_hits"):  # fmt: skip
        assert name in metrics


def test_the_log_has_ids_and_no_secrets(service: Service) -> None:
    answer = service.query("ASK { ?s ?p 'a-private-question' }")
    service.http.get("/no/such%1b/path")
    log = service.log.read_text()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert any(line.get("request_id") == answer.headers["x-request-id"] for line in lines)
    assert "a-private-question" not in log
    assert "a-token-for-tests" not in log
    assert "\x1b" not in log


def test_unknown_paths_are_problems(service: Service) -> None:
    answer = service.http.get("/no/such/path")
    assert (answer.status_code, _kind(answer)) == (404, "not-found")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /sparql\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\nHost: a\n\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        (b"PUT /rdf-graph-store?default HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
         b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", 431),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 400_000, 431),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 1000 + b"\r\n", 431),
        (b"GET /sparql?query=" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET /healthz/%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /static/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
         b"Content-Type: text/plain\r\nContent-Length: 6\r\n\r\nASK {}", 400),
    ],
    ids=range(14),
)  # fmt: skip
def test_http_that_is_not_strict_is_refused(service: Service, sent: bytes, status: int) -> None:
    import socket

    port = int(service.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        head = connection.recv(65_536).decode("latin-1")
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert "application/problem+json" in head


def test_a_backup_is_made_and_restored_while_serving(service: Service, tmp_path: Path) -> None:
    service.update(
        "INSERT DATA { <urn:x:a> <urn:x:b> 1 GRAPH <urn:x:g> { <urn:x:c> <urn:x:d> 2 } }"
    )
    with open_store(service.store, read_only=True, separate=True) as reader:
        made = backup(reader, tmp_path / "b.nq.gz")
    service.update("DROP ALL ; INSERT DATA { <urn:x:other> <urn:x:b> 1 }")
    with open_store(f"{service.url}/sparql", token=TOKEN) as remote:
        assert restore(remote, tmp_path / "b.nq.gz") == made
    assert service.count() == 2
    assert service.query("ASK { GRAPH <urn:x:g> { <urn:x:c> <urn:x:d> 2 } }").json()["boolean"]


def test_a_backup_over_http_holds_each_statement_once(tmp_path: Path) -> None:
    with running_service(tmp_path, default_graph="union", query_rows="9") as service:
        service.update(
            "INSERT DATA { <urn:x:a> <urn:x:b> 1 GRAPH <urn:x:g> { <urn:x:c> <urn:x:d> 2 } }"
        )
        with (
            open_store(f"{service.url}/sparql") as remote,
            open_store(service.store, read_only=True) as reader,
        ):
            assert remote.size() == 2
            over_http, of_the_files = (
                backup(store, tmp_path / f"{number}.nq.gz").sha256
                for number, store in enumerate((remote, reader))
            )
            assert over_http == of_the_files
            rows = " ".join(f"<urn:x:{n}>" for n in range(10))
            with pytest.raises(StoreError, match="cut at a limit there"):
                remote.select(f"SELECT ?s {{ VALUES ?s {{ {rows} }} }}")


def test_a_wrong_backup_is_refused_and_changes_nothing(service: Service, tmp_path: Path) -> None:
    service.update("INSERT DATA { <urn:x:a> <urn:x:b> 1 }")
    line = b"<urn:x:a> <urn:x:b> <urn:x:c> .\n"
    bombs = [gzip.compress(bytes(300_000_000), 1), gzip.compress(line * 6_000_000, 9)]
    for body in (b"not gzip", gzip.compress(line), gzip.compress(line)[:-9], *bombs):
        answer = service.writer.post(f"/sparql/restore?sha256={'0' * 64}", content=body)
        assert (answer.status_code, _kind(answer)) == (422, "unprocessable-document")
    assert service.http.post("/sparql/restore?sha256=0", content=b"").status_code == 401
    assert service.count() == 1


@pytest.mark.parametrize(
    ("target", "more", "status", "kind"),
    [
        ("/sparql?query=ASK%7B%7D&update=DROP%20ALL", "Host: a\r\n", 400, "malformed-request"),
        ("/sparql?query=ASK%7B%7D", "", 400, "malformed-request"),
        ("/sparql?query=ASK%7B%7D", "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n", 400,
         "malformed-request"),
        ("/api/search?q=%CF%FB%B7%C0", "Host: a\r\n", 400, "invalid-encoding"),
        ("/api/search?q=a&sort=%3Flabel)%20LIMIT%201%20%23", "Host: a\r\n", 400, "invalid-parameter"),
        ("/api/departments", "Host: a\r\nAccept: image/png\r\n", 406, "not-acceptable"),
        ("/api/departments?limit=1&limit=2", "Host: a\r\n", 400, "invalid-parameter"),
        ("/sparql/", "Host: evil.example\r\n", 404, "not-found"),
    ],
    ids=range(8),
)  # fmt: skip
def test_requests_that_mean_two_things_are_refused(
    service: Service, target: str, more: str, status: int, kind: str
) -> None:
    port = int(service.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\n{more}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), head
    assert b"evil.example" not in answer
    assert json.loads(body)["type"].endswith(kind)


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        ("text/plain", b'{"question": "a"}', 415),
        ("", b'{"question": "a"}', 415),
        ("application/json; charset=gbk", b'{"question": "a"}', 415),
        ("application/json", '{"question": "消防安全"}'.encode("gbk"), 400),
        ("application/json", '{"question": "谁"}'.encode("utf-16"), 400),
        ("application/json", b'{"question": "a", "question": "b"}', 400),
        ("application/json", b'{"question": NaN}', 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'["question"]', 400),
        ("application/json", b'{"question": "a", "other": 1}', 400),
        ("application/json", b'{"question": "' + b"a" * 2_000_000 + b'"}', 413),
        ("application/json", b'{"question": "a"}', 200),
    ],
    ids=range(12),
)
def test_json_is_read_strictly(service: Service, media_type: str, body: bytes, status: int) -> None:
    answer = service.http.post("/api/ask", content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status, answer.text
    expected = "application/json" if status == 200 else "application/problem+json"
    assert answer.headers["content-type"] == expected
