"""Every address says what it takes, gives its head, and lets pages of other sites read data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from kg.settings import read_settings
from kg.web.app import create_app

DATA = ("/api/domains", "/sparql", "/openapi.json", "/healthz", "/readyz", "/metrics")
PAGES = ("/", "/search", "/ask", "/matrix", "/about", "/docs")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = read_settings({"KG_STORE": "memory:", "KG_TOKEN": "a-token", "KG_WORKERS": "1"})
    with TestClient(create_app("memory:", settings), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", [*DATA, *PAGES, "/rdf-graph-store?default", "/id/body/none"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("path", "allowed", "shared"),
    [
        ("/api/domains", "HEAD, GET, OPTIONS", "HEAD, GET, OPTIONS"),
        ("/api/ask", "HEAD, GET, POST, OPTIONS", "HEAD, GET, POST, OPTIONS"),
        ("/sparql", "HEAD, GET, POST, OPTIONS", "HEAD, GET, POST, OPTIONS"),
        ("/api/documents", "HEAD, GET, POST, OPTIONS", "HEAD, GET, OPTIONS"),
        ("/rdf-graph-store", "HEAD, GET, POST, PUT, DELETE, OPTIONS", "HEAD, GET, OPTIONS"),
        ("/rdf-graph-store/a/b", "HEAD, GET, POST, PUT, DELETE, OPTIONS", "HEAD, GET, OPTIONS"),
        ("/id/body/none", "HEAD, GET, OPTIONS", "HEAD, GET, OPTIONS"),
        ("/about", "HEAD, GET, OPTIONS", "HEAD, GET, OPTIONS"),
        ("/sparql/update", "POST, OPTIONS", None),
        ("/api/reviews", "POST, OPTIONS", None),
    ],
)
def test_every_address_says_what_it_takes(
    client: TestClient, path: str, allowed: str, shared: str | None
) -> None:
    answer = client.options(path, headers={"Origin": "http://elsewhere.example"})
    assert (answer.status_code, answer.headers["allow"]) == (204, allowed)
    assert answer.headers.get("access-control-allow-methods") == shared
    refused = client.patch(path)
    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)
    assert refused.headers["content-type"] == "application/problem+json"


def test_what_is_not_there_has_no_options(client: TestClient) -> None:
    assert client.options("/nothing/here").status_code == 404


@pytest.mark.parametrize("path", [*DATA, "/nothing/here", "/api/domains?limit=x"])
def test_data_and_its_errors_are_readable_from_other_sites(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers.get_list("access-control-allow-origin") == ["*"]
    assert "X-Total-Count" in headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/about"), ("POST", "/sparql/update"), ("PUT", "/rdf-graph-store?default")],
)
def test_pages_and_writes_are_not(client: TestClient, method: str, path: str) -> None:
    headers = client.request(method, path, headers={"Accept": "text/html"}).headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/api/reviews", "/api/documents", "/sparql/update"])
def test_who_may_not_write_hears_nothing_else(client: TestClient, path: str) -> None:
    assert client.post(path, content=b"{", headers={"Content-Type": "x/y"}).status_code == 401
    assert client.post(path, headers={"Origin": "http://a.example"}).status_code == 403
