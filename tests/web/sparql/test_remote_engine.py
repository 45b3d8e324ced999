"""The same service over remote engines: every route of SPARQL works there too."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from rdflib import Graph

from tests.store.engines import oxigraph_server, virtuoso_server
from tests.web.sparql.running import Service, running_service

G = "http://example.org/g"
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp(request.param)
    start = oxigraph_server if request.param == "oxigraph" else virtuoso_server
    with (
        start(folder) as address,
        running_service(
            folder, store=address, default_graph="union", query_bytes="100000"
        ) as service,
    ):
        yield service


@pytest.fixture(autouse=True)
def _filled(service: Service) -> None:
    body = "<urn:x:a> <urn:x:p> '消防'@zh ; <urn:x:q> <urn:x:b> ."
    answer = service.writer.put(
        "/rdf-graph-store", params={"graph": G}, headers=TURTLE, content=body.encode()
    )
    assert answer.status_code in (201, 204), answer.text


def test_queries(service: Service) -> None:
    answer = service.query("SELECT ?o { <urn:x:a> <urn:x:p> ?o }")
    assert answer.json()["results"]["bindings"][0]["o"]["value"] == "消防"
    assert "消防" in service.query("SELECT ?o { ?s <urn:x:p> ?o }", "text/csv").text
    turtle = service.query("CONSTRUCT WHERE { ?s <urn:x:p> ?o }", "text/turtle").text
    assert [str(o) for o in Graph().parse(data=turtle, format="turtle").objects()] == ["消防"]
    assert service.query("ASK { GRAPH ?g { <urn:x:a> ?p ?o } }").json() == {
        "head": {}, "boolean": True
    }  # fmt: skip


def test_updates(service: Service) -> None:
    service.update(f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x:c> <urn:x:p> 1 }} }}")
    answer = service.query("SELECT ?s { ?s <urn:x:p> ?o }")
    assert len(answer.json()["results"]["bindings"]) == 2


def test_a_request_can_name_its_dataset(service: Service) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    found = [
        service.http.get("/sparql", params={"query": count, **dataset}).json()
        for dataset in ({}, {"default-graph-uri": G}, {"default-graph-uri": "urn:x:none"})
    ]
    numbers = [each["results"]["bindings"][0]["n"]["value"] for each in found]
    assert numbers[1:] == ["2", "0"]
    assert int(numbers[0]) >= 2


def test_more_than_may_be_sent_is_refused(service: Service) -> None:
    service.update(
        f"INSERT DATA {{ GRAPH <{G}> {{ "
        + " ".join(f"<urn:x:{n}> <urn:x:many> <urn:x:{n}> ." for n in range(60))
        + " } }"
    )
    answer = service.query("SELECT * { ?a <urn:x:many> ?b . ?c <urn:x:many> ?d }")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "too-large")


def test_graphs_that_are_there_or_not(service: Service, request: pytest.FixtureRequest) -> None:
    if "virtuoso" in request.node.name:
        pytest.skip("Virtuoso keeps no empty graphs and copies what is not there")
    for text in (
        "COPY <urn:x:none> TO <urn:x:to>",
        "DROP GRAPH <urn:x:none>",
        f"CREATE GRAPH <{G}>",
    ):
        headers = {"Content-Type": "application/sparql-update"}
        answer = service.writer.post("/sparql/update", content=text.encode(), headers=headers)
        assert answer.status_code == 409, answer.text
    default = service.http.get(
        "/rdf-graph-store?default", headers={"Accept": "application/n-triples"}
    )
    assert (default.status_code, default.text) == (200, "")


def test_graphs(service: Service) -> None:
    got = service.http.get("/rdf-graph-store", params={"graph": G},
                           headers={"Accept": "application/n-triples"})  # fmt: skip
    assert got.status_code == 200
    assert "urn:x:a" in got.text
    service.writer.post(
        "/rdf-graph-store", params={"graph": G}, headers=TURTLE, content=b"<urn:x:d> <urn:x:p> 2 ."
    )
    assert service.query("SELECT ?o { <urn:x:d> ?p ?o }").json()["results"]["bindings"]
    assert service.writer.delete("/rdf-graph-store", params={"graph": G}).status_code == 204
    assert service.http.get("/rdf-graph-store", params={"graph": G}).status_code == 404


def test_the_guard_stands_before_the_engine(service: Service) -> None:
    for text, kind in (
        ("ASK " + "{" * 2500 + "}" * 2500, "query-too-complex"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "federation-disabled"),
        ("SELECT * { ?s ?p }", "malformed-query"),
    ):
        answer = service.query(text)
        assert answer.status_code in (400, 403)
        assert str(json.loads(answer.content)["type"]).endswith(kind)


def test_it_describes_itself_and_is_ready(service: Service) -> None:
    assert service.http.get("/readyz").status_code == 200
    assert G in service.http.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert service.http.get("/metrics").status_code == 200


def test_look_ups_work(service: Service) -> None:
    assert service.http.get("/api/departments").status_code == 200
