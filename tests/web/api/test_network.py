"""The network as data: what is joined, what is cut, where it is placed."""

from __future__ import annotations

from starlette.testclient import TestClient

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
        == client.get("/api/network", params={**query, "limit": "120"}).json()
    )
