"""The lists of the look-up API: typed, paged, filtered, with evidence that is in the text."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyoxigraph as ox
import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from tests.web.service import CHANGJI, FIRE, LABELS, PLAN

LISTS = (
    "departments",
    "domains",
    "obligations",
    "legal-sources",
    "deadlines",
    "documents",
    "blind-spots",
)


def get(client: TestClient, path: str, **query: object) -> Any:
    answer = client.get(f"/api/{path}", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_pages_without_loss_or_repetition(client: TestClient, name: str) -> None:
    total = get(client, name)["total"]
    found: list[str] = []
    path: str | None = f"/api/{name}?limit=17"
    while path and len(found) < 400:
        page = client.get(path).json()
        found += [item["iri"] for item in page["items"]]
        path = page["next"]
    assert len(found) == len(set(found))
    assert len(found) == min(total, len(found)) == (total if path is None else len(found))


def test_evidence_quotes_exactly_what_stands_in_the_document(client: TestClient) -> None:
    lines = CHANGJI.read_text("utf-8").split("\n")
    seen = 0
    for name in ("obligations", "deadlines", "legal-sources"):
        for item in get(client, name, document=PLAN, limit=200)["items"]:
            for each in [
                *item["evidence"],
                *(e for a in item.get("agents", []) for e in a["evidence"]),
            ]:
                if each["line"] == each["end_line"] and each["document"].endswith(PLAN):
                    assert lines[each["line"] - 1][each["start"] : each["end"]] == each["text"]
                    seen += 1
    assert seen > 300


def test_a_role_beside_a_department_is_that_departments_role(client: TestClient) -> None:
    lead = get(client, "departments", domain=FIRE, role="lead", document=PLAN)["items"]
    names = {item["label"] for item in lead}
    assert "昌吉市消防救援大队" in names
    brigade = next(item["id"] for item in lead if item["label"] == "昌吉市消防救援大队")
    leads = get(client, "obligations", department=brigade, role="lead", document=PLAN)
    assert leads["total"] == 7
    for item in leads["items"]:
        assert [a["label"] for a in item["agents"] if a["role"] == "lead"] == ["昌吉市消防救援大队"]


def test_duties_with_and_without_a_lead_make_all_duties(client: TestClient) -> None:
    total = get(client, "obligations", document=PLAN)["total"]
    parts = [
        get(client, "obligations", document=PLAN, has_lead=flag)["total"]
        for flag in ("true", "false")
    ]
    assert sum(parts) == total
    assert all(parts)


def test_overdue_depends_on_the_day_asked_for(client: TestClient) -> None:
    before = get(client, "deadlines", overdue="true", as_of="2020-01-01")
    after = get(client, "deadlines", overdue="true", as_of="2030-01-01")
    assert before["total"] == 0 < after["total"]
    assert all(item["overdue"] for item in after["items"])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("departments", {"bogus": "1"}),
        ("obligations", {"limit": "0"}),
        ("obligations", {"limit": "1 } ; DROP ALL #"}),
        ("obligations", {"sort": "?label) LIMIT 1 #"}),
        ("obligations", {"lang": 'en") } UNION { ?s ?p ?o } #'}),
        ("obligations", {"domain": "x> ?p ?o } UNION { ?s"}),
        ("obligations", {"fields": "iri,nothing"}),
        ("deadlines", {"as_of": "yesterday"}),
        ("deadlines", {"after": "1593561600"}),
        ("obligations", {"due_before": "0"}),
        ("search", {"q": ""}),
        ("search", {}),
        ("entity", {"iri": "http://example.org/x> . } ; DROP ALL #"}),
        ("entity", {"curie": "ex:a ?p ?o } UNION { ?s"}),
        ("entity", {}),
    ],
)
def test_a_wrong_parameter_is_a_problem(
    client: TestClient, path: str, query: dict[str, str]
) -> None:
    answer = client.get(f"/api/{path}", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert not {"SPARQL", "expected one of", "Traceback"} & set(answer.text.split())
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "words",
    [
        'x" } SERVICE <http://127.0.0.1:9/inj> { ?a ?b ?c } #',
        '""" . ?s ?p ?o . """',
        "x\\u0022) } UNION { ?s ?p ?o } #",
        "x\\",
        "' OR '1'='1",
        "zqx\r\nqzy",
        "\u202e\u2066\u200bx",
    ],
)
def test_free_text_is_only_ever_text(client: TestClient, words: str) -> None:
    assert get(client, "search", q=words)["items"] == []
    assert get(client, "obligations", q=words)["total"] == 0


def test_labels_that_look_like_code_are_found_as_they_are(client: TestClient) -> None:
    for label in LABELS[:2]:
        assert any(
            label in (hit["matched"], hit["label"])
            for hit in get(client, "search", q=label[:40])["items"]
        )


@pytest.mark.parametrize("words", ["消", "消防", "消防安全", "市應急管理局", "ｃａｌｃ"])
def test_search_finds_short_traditional_and_full_width_words(
    client: TestClient, words: str
) -> None:
    assert get(client, "search", q=words)["total"] > 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("市应急管理局", "other-name"),
        ("yingjiguanliju", "pinyin"),
        ("yjglj", "initials"),
        ("市应急管里局", "typo"),
        ("emergency management bureau", "other-name"),
    ],
)
def test_a_body_is_found_by_every_way_of_writing_it(
    client: TestClient, words: str, reason: str
) -> None:
    best = get(client, "search", q=words, kind="department")["items"][0]
    assert ("应急管理局" in best["label"], best["reason"]) == (True, reason)


def test_tables_hold_all_rows_and_no_formulas(client: TestClient) -> None:
    total = get(client, "departments")["total"]
    text = client.get("/api/departments?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == total + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-", "|"))]
    book = client.get("/api/departments?format=xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(sheet) == total + 1


def test_an_empty_table_still_has_its_header(client: TestClient) -> None:
    text = client.get("/api/departments?q=zqxzqx&format=csv").content.decode("utf-8-sig")
    assert text.startswith("iri,id,type,label")
    assert client.get("/api/departments?q=zqxzqx&format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("form", "syntax"), [("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)]
)
def test_rdf_of_a_list_describes_its_items(
    client: TestClient, form: str, syntax: ox.RdfFormat
) -> None:
    items = get(client, "domains", limit=5)["items"]
    body = client.get(f"/api/domains?limit=5&format={form}").content
    subjects = {quad.subject.value for quad in ox.parse(body, format=syntax)}
    assert {item["iri"] for item in items} <= subjects


def test_only_the_fields_asked_for_come(client: TestClient) -> None:
    page = get(client, "obligations", fields="iri,label", limit=3)
    assert all(set(item) == {"iri", "label"} for item in page["items"])
    assert page["total"] > 3


def test_labels_follow_the_language(client: TestClient) -> None:
    (zh,) = get(client, "domains", q="消防", document=PLAN, limit=1)["items"]
    (en,) = get(client, "domains", q="消防", document=PLAN, limit=1, lang="en")["items"]
    assert zh["label"] == "消防"
    assert en["label"].isascii()
    assert zh["labels"] == en["labels"]
