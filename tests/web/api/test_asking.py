"""Questions over HTTP: the record of the contract, by address and by body."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


def test_a_question_is_answered_with_proof(client: TestClient) -> None:
    found = client.get("/api/ask", params={"q": "消防由谁牵头？", "lang": "zh"}).json()
    assert found["answered"]
    assert "市消防救援大队" in found["values"]
    assert all(
        {"text", "document", "line", "start", "end", "iri"} <= set(e) for e in found["evidence"]
    )
    assert found["query"].lower().count("select")
    assert 0 < found["confidence"] <= 1


def test_post_and_get_answer_alike(client: TestClient) -> None:
    question = {"question": "Who leads fire safety?", "lang": "en"}
    by_body = client.post("/api/ask", json=question).json()
    by_address = client.get("/api/ask", params={"q": question["question"], "lang": "en"}).json()
    assert by_body == by_address
    assert by_body["answered"]


def test_what_is_no_question_gets_an_honest_no(client: TestClient) -> None:
    found = client.get("/api/ask", params={"q": "今天天气怎么样"}).json()
    assert (found["answered"], found["values"]) == (False, [])


@pytest.mark.parametrize(
    "body", ["[1]", '{"question": NaN}', '{"question": "a", "extra": 1}', "{", '{"question": 5}']
)
def test_wrong_bodies_are_problems(client: TestClient, body: str) -> None:
    answer = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
