"""The network as data: what is joined, what is cut, where it is placed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from kg.settings import read_settings
from kg.web.app import create_app
from tests.analysis.cases import store_of
from tests.analysis.test_checks import CASES
from tests.web.service import FIRE


def test_a_domain_stands_among_its_bodies_and_duties(client: TestClient) -> None:
    found = client.get("/api/network", params={"center": FIRE}).json()
    kinds = {node["iri"]: node["kind"] for node in found["nodes"]}
    assert kinds[FIRE] == "domain"
    leads = [edge for edge in found["edges"] if edge["role"] == "lead"]
    assert leads
    assert all(edge["evidence"].startswith("/documents/") for edge in leads)
    ends = {end for edge in found["edges"] for end in (edge["source"], edge["target"])}
    assert ends <= set(kinds)


def test_nodes_never_lie_on_each_other(client: TestClient) -> None:
    for query in ({"center": FIRE}, {"mode": "whole"}):
        nodes = client.get("/api/network", params=query).json()["nodes"]
        places = [(node["x"], node["y"]) for node in nodes]
        assert len(places) == len(set(places))


def test_what_is_cut_is_said(client: TestClient) -> None:
    found = client.get("/api/network", params={"center": FIRE, "limit": 3}).json()
    assert found["cut"]
    assert found["total"] > len(found["nodes"]) == 4


def test_the_same_question_gives_the_same_drawing(client: TestClient) -> None:
    query = {"mode": "whole", "lang": "en"}
    assert (
        client.get("/api/network", params=query).json()
        == client.get("/api/network", params={**query, "limit": "1000"}).json()
    )


@pytest.fixture(scope="module")
def many() -> Iterator[TestClient]:
    """Nine plans of three places, two of them without domains."""
    first = (CASES / "plan.txt").read_text("utf-8")
    plain = (
        "关于做好森林防火工作的通知\n{place}人民政府办公室\n二、重点任务\n(一)加强巡护。"
        "配齐护林员。(责任单位:{place}林业局、{place}财政局)\n"
    )
    places, seasons = ("阜康市", "昌吉市", "吐鲁番市"), ("森林", "草原", "冬季")
    written = [
        plain.format(place=each).replace("森林", what) for each in places for what in seasons
    ]
    texts = [first, *written[:8]]
    store = store_of(texts)
    settings = read_settings({}, store="memory:")
    with TestClient(create_app(store, settings)) as client:
        yield client


def test_many_documents_come_as_parts_that_open(many: TestClient) -> None:
    found = many.get("/api/network", params={"mode": "parts", "by": "document"}).json()
    assert (found["mode"], found["by"], found["total"]) == ("parts", "document", 9)
    assert all(node["counts"]["documents"] == 1 for node in found["nodes"])
    assert len({(node["x"], node["y"]) for node in found["nodes"]}) == 9
    for node in found["nodes"]:
        page = many.get(node["opens"].replace("/network", "/api/network"))
        assert page.json()["mode"] == "whole"
        assert page.json()["nodes"]


def test_parts_narrow_to_a_region_and_lead_back(many: TestClient) -> None:
    found = many.get("/api/network", params={"mode": "parts", "by": "region"}).json()
    part = max(found["nodes"], key=lambda node: node["counts"]["documents"])
    assert "mode=parts" in part["opens"]
    inside = many.get(part["opens"].replace("/network", "/api/network")).json()
    assert len(inside["nodes"]) == part["counts"]["documents"] > 1
    page = many.get(part["opens"], headers={"Accept": "text/html"}).text
    assert 'class="trail"' in page
    assert "/network?mode=parts" in page


def test_a_plan_without_domains_is_drawn_by_its_sections(many: TestClient) -> None:
    for node in many.get("/api/network", params={"mode": "parts", "by": "document"}).json()[
        "nodes"
    ]:
        if "防火" in node["label"]:
            found = many.get(
                "/api/network", params={"mode": "whole", "document": node["id"]}
            ).json()
            assert {each["kind"] for each in found["nodes"]} == {"body", "section"}
            assert all(edge["evidence"] for edge in found["edges"])
            around = many.get("/api/network", params={"center": found["edges"][0]["target"]}).json()
            assert {each["kind"] for each in around["nodes"]} >= {"body", "section", "obligation"}
            return
    raise AssertionError("no such plan")


def test_the_page_of_many_documents_begins_with_the_overview(many: TestClient) -> None:
    page = many.get("/network", headers={"Accept": "text/html"}).text
    assert 'data-mode="parts"' in page
    assert 'data-mode="whole"' in many.get("/network?mode=whole").text
