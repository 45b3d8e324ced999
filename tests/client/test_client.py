"""The Python client against a service in a process of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kg.client
from kg.client import Client, ServiceError
from tests.plans import write_plan
from tests.serving import TOKEN, Served, build_graph, serving
from tests.store.engines import free_port

PLAN = "CJS003-2020-000040"
GRAPH = "http://example.org/graph"


@pytest.fixture(scope="module")
def client(service: Served):  # type: ignore[no-untyped-def]
    with Client(service.address) as opened:
        yield opened


def test_it_imports_nothing_else_of_the_package() -> None:
    for module in Path(kg.client.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert all(n.startswith("kg.client") or not n.startswith("kg") for n in names), names


def test_lists_are_read_to_their_end(client: Client) -> None:
    first = client.obligations(document=PLAN, limit=50)
    assert len(first.items) == 50
    every = list(client.every(first))
    assert len(every) == first.total > 100
    assert len({duty["iri"] for duty in every}) == first.total
    assert all(duty["evidence"] for duty in every)


def test_filters_reach_the_service(client: Client) -> None:
    (fire,) = client.domains(q="消防").items
    assert "昌吉市消防救援大队" in [body["label"] for body in fire["leads"]]
    led = client.obligations(domain=fire["id"], has_lead=True)
    assert led.total == client.domain(fire["id"])["counts"]["lead"] > 0
    body = fire["leads"][0]["id"]
    assert client.department(body, lang="en")["labels"]["zh"] == fire["leads"][0]["labels"]["zh"]
    key = led.items[0]["id"]
    assert client.obligation(key)["iri"] == led.items[0]["iri"]
    assert client.entity(fire["iri"])["statements"]


@pytest.mark.parametrize(
    "name", ["departments", "domains", "deadlines", "legal_sources", "documents", "blind_spots"]
)
def test_every_list_has_items(client: Client, name: str) -> None:
    page = getattr(client, name)(limit=3)
    assert 0 < len(page.items) <= 3
    assert page.total >= len(page.items)


def test_words_find_entities(client: Client) -> None:
    assert any("消防" in hit["matched"] for hit in client.search("消防").items)
    assert client.network(mode="whole", limit=20)["nodes"]


def test_a_question_is_answered_with_quotes(client: Client) -> None:
    answer = client.ask("谁牵头消防安全工作？")
    assert answer["answered"]
    assert any("消防" in value for value in answer["values"])
    assert answer["evidence"][0]["text"]
    assert not client.ask("今天天气怎么样？")["answered"]


def test_queries_need_no_prefixes(client: Client) -> None:
    rows = client.select("SELECT ?d ?name WHERE { ?d a rg:Domain ; skos:prefLabel ?name } LIMIT 1")
    assert rows[0]["d"].kind == "uri"
    assert rows[0]["name"].lang
    assert client.ask_graph("ASK { ?d a rg:Domain }")
    assert "rg:Domain" in client.construct(
        "CONSTRUCT { ?d a rg:Domain } WHERE { ?d a rg:Domain }"
    ) or "ontology#Domain" in client.construct(
        "CONSTRUCT { ?d a rg:Domain } WHERE { ?d a rg:Domain }"
    )


def test_mistakes_are_told_as_the_service_tells_them(client: Client) -> None:
    with pytest.raises(ServiceError) as refused:
        client.select("SELECT * WHERE {\n ?s ?p }")
    assert (refused.value.status, refused.value.kind) == (400, "malformed-query")
    assert refused.value.problem["line"] == 2
    with pytest.raises(ServiceError) as unknown:
        client.obligations(colour="red")
    assert unknown.value.status == 400
    with pytest.raises(ServiceError) as missing:
        client.obligation("no/such/duty")
    assert missing.value.status == 404


def test_writing_needs_the_token(client: Client) -> None:
    with pytest.raises(ServiceError) as refused:
        client.update("INSERT DATA { <a:a> <a:b> <a:c> }")
    assert refused.value.status == 401


def test_nobody_there(tmp_path: Path) -> None:
    with Client(f"http://127.0.0.1:{free_port()}") as alone, pytest.raises(ServiceError) as error:
        alone.ready()
    assert error.value.status == 0
    assert "cannot reach" in str(error.value)


def test_writes(tmp_path: Path) -> None:
    build_graph(tmp_path / "graph", write_plan(tmp_path, "plan.txt"))
    with (
        serving(tmp_path / "graph", tmp_path) as served,
        Client(served.address, token=TOKEN) as writer,
    ):
        before = writer.ready()
        writer.put_graph(GRAPH, "<http://e/a> <http://e/b> '消防'@zh .")
        assert writer.ready() != before
        writer.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <http://e/a> rdfs:label 'one' }} }}")
        assert len(writer.graph(GRAPH).splitlines()) == 2
        writer.delete_graph(GRAPH)
        with pytest.raises(ServiceError) as gone:
            writer.graph(GRAPH)
        assert gone.value.status == 404
        other = write_plan(tmp_path, "other.txt", title="西阳市消防工作方案")
        assert writer.upload(other)["status"]
        assert writer.documents().total == 2
