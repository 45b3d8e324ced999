"""Single entities, linked data, the cache, and writes."""

from __future__ import annotations

import io
import zipfile

import pytest
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from kg.vocabulary import DEFAULT_BASE
from tests.web.service import FIRE, FOREIGN, PLAN, TOKEN, served_app

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_a_domain_tells_who_leads_it_and_its_duties(client: TestClient) -> None:
    found = client.get("/api/domains/xiaofang-d992").json()
    assert "昌吉市消防救援大队" in {each["label"] for each in found["leads"]}
    assert found["counts"]["obligations"] == len(found["obligations"]) == 14


@pytest.mark.parametrize("kind", ["departments", "domains", "obligations", "documents"])
def test_every_id_of_a_list_can_be_looked_up(client: TestClient, kind: str) -> None:
    for item in client.get(f"/api/{kind}?limit=4").json()["items"]:
        found = client.get(f"/api/{kind}/{item['id']}")
        assert found.status_code == 200
        assert found.json()["iri"] == item["iri"]


@pytest.mark.parametrize(
    "path",
    ["/api/domains/none", "/api/departments/none", "/api/obligations/none/1", "/id/body/none"],
)
def test_what_is_not_there_is_a_404_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_an_entity_is_told_in_both_directions(client: TestClient) -> None:
    found = client.get("/api/entity", params={"iri": FIRE}).json()
    assert {"skos:prefLabel", "rdf:type"} <= {each["property"] for each in found["statements"]}
    assert "rg:inDomain" in {each["property"] for each in found["incoming"]}
    by_curie = client.get("/api/entity", params={"curie": "id:domain/xiaofang-d992"}).json()
    assert by_curie == found


def test_a_foreign_iri_is_told_without_links_to_scripts(client: TestClient) -> None:
    found = client.get("/api/entity", params={"iri": FOREIGN}).json()
    pages = [each["page"] for each in found["statements"] if each["page"]]
    assert all(page.startswith("/resource?iri=") for page in pages)


@pytest.mark.parametrize(
    ("accept", "start"),
    [
        ("text/html", "/entity/domain/"),
        ("text/turtle", "/api/entity?"),
        ("application/ld+json;q=0.9, text/turtle;q=0.8", "/api/entity?"),
        ("*/*", "/entity/domain/"),
    ],
)
def test_iris_dereference_to_what_is_accepted(client: TestClient, accept: str, start: str) -> None:
    answer = client.get(
        "/id/domain/xiaofang-d992", headers={"Accept": accept}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(start)
    assert client.get(answer.headers["location"]).status_code == 200


def test_dereferenced_rdf_is_about_the_iri(client: TestClient) -> None:
    answer = client.get("/id/domain/xiaofang-d992", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    assert (URIRef(FIRE), None, None) in graph


def test_iris_of_evidence_lead_to_the_highlighted_words(client: TestClient) -> None:
    item = client.get(f"/api/obligations?document={PLAN}&limit=1").json()["items"][0]
    iri = item["evidence"][0]["iri"].removeprefix(DEFAULT_BASE)
    answer = client.get(f"/id/{iri}", headers={"Accept": "text/html"}, follow_redirects=False)
    assert answer.headers["location"].startswith(f"/documents/{PLAN}?")
    assert 'id="hl"' in client.get(answer.headers["location"]).text


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/domains?limit=3")
    again = client.get("/api/domains?limit=3", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/domains?limit=4", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    head = client.head("/api/domains?limit=3")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


def test_nothing_stale_is_served_after_a_change() -> None:
    with served_app() as app, TestClient(app, base_url="http://127.0.0.1") as own:
        path = f"/api/entity?iri={FIRE}"
        first = own.get(path)
        own.post(
            "/sparql/update",
            content=f"INSERT DATA {{ <{FIRE}> <http://example.org/note> 'new' }}",
            headers={**BEARER, "Content-Type": "application/sparql-update"},
        )
        second = own.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert second.status_code == 200
        assert "new" in second.text


def test_uploads_need_the_token_and_can_be_seen_at_once() -> None:
    text = "某县安全生产工作方案\n一、工作任务\n(一)加强消防检查。(县应急局牵头,县公安局配合)\n"
    with served_app() as app, TestClient(app, base_url="http://127.0.0.1") as own:
        form = {"file": ("../../方案\u202e.txt", text.encode(), "text/plain")}
        assert own.post("/api/documents", files=form).status_code == 401
        wrong = {"Authorization": "Bearer wrong"}
        assert own.post("/api/documents", files=form, headers=wrong).status_code == 401
        answer = own.post("/api/documents", files=form, headers=BEARER)
        assert answer.status_code == 201, answer.text
        page = own.get(answer.headers["location"])
        assert page.status_code == 200
        assert "加强消防检查" in page.text
        for name, data, code in (
            ("fake.docx", b"this is no zip", 422),
            ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 415),
            ("program.pdf", b"MZ" + bytes(600), 415),
            ("graph.jsonld", b"{}", 422),
            ("bomb.zip", _bomb(), 413),
            ("a.txt", b"", 422),
        ):
            refused = own.post("/api/documents", files={"file": (name, data)}, headers=BEARER)
            assert refused.status_code == code, name
            assert refused.headers["content-type"].startswith("application/problem+json")


def test_an_upload_that_says_nothing_of_a_plan_is_not_kept() -> None:
    with served_app() as app, TestClient(app, base_url="http://127.0.0.1") as own:
        before = own.get("/api/documents").json()["total"]
        form = {"file": ("长" * 400 + ".txt", "你好,世界".encode("gb18030"))}
        answer = own.post("/api/documents", files=form, headers=BEARER)
        assert (answer.status_code, answer.json()["status"]) == (200, "skipped")
        assert "not added" in answer.json()["report"]["warnings"][-1]
        assert own.get("/api/documents").json()["total"] == before


@pytest.mark.parametrize(
    ("media_type", "body", "code"),
    [
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Dis", 400),
        ("multipart/form-data; boundary=b", b"no part", 400),
        ("multipart/form-data; boundary=" + "b" * 10_000, b"--", 400),
        ("multipart/form-data; boundary=b",
         b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--\r\n', 400),
        ("multipart/form-data; boundary=b",
         b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n' * 200 + b"--b--", 400),
        ("multipart/form-data; boundary=b",
         b"--b\r\nX: " + b"x" * 9000 + b"\r\n\r\nx\r\n--b--\r\n", 400),
        ("application/json", b"{}", 415),
        ("", b"x", 415),
    ],
    ids=range(9),
)  # fmt: skip
def test_forms_that_cannot_be_read_are_refused(
    client: TestClient, media_type: str, body: bytes, code: int
) -> None:
    headers = {**BEARER, "Content-Type": media_type}
    answer = client.post("/api/documents", content=body, headers=headers)
    assert answer.status_code == code, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("data.ttl", bytes(50 << 20))
    return file.getvalue()


def test_the_description_shows_every_lookup(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for name in ("departments", "domains", "obligations", "deadlines", "search", "network"):
        assert f"/api/{name}" in paths
