"""The guard refuses what would break a parser and lets every honest query pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.store.frames import RefusedQuery
from kg.store.guard import (
    Limits,
    check_query,
    check_update,
    without_outside,
    without_silent_loads,
)
from kg.store.tokens import has_dataset, query_form, read_tokens, unescape
from kg.store.using import with_dataset
from tests.conftest import SHARED

SUITE = SHARED / "w3c" / "suite"
# Their point is to call other hosts.
OUTSIDE = ("service", "syntax-fed", "load")


def _suite(suffix: str) -> list[Path]:
    return [
        file
        for file in sorted(SUITE.rglob(f"*{suffix}"))
        if not any(word in str(file.relative_to(SUITE)).lower() for word in OUTSIDE)
    ]


@pytest.mark.skipif(not SUITE.exists(), reason="the W3C suites are not beside the checkout")
@pytest.mark.parametrize("suffix", [".rq", ".ru"])
def test_lets_the_w3c_suites_pass(suffix: str) -> None:
    files = _suite(suffix)
    assert len(files) > 100
    check = check_query if suffix == ".rq" else check_update
    refused = []
    for file in files:
        text = file.read_bytes().decode("utf-8", "replace")
        try:
            check(text, limits=Limits())
        except RefusedQuery as error:
            if not ("SERVICE" in text.upper() or "LOAD" in text.upper()):
                refused.append(f"{file.name}: {error}")
    assert refused == []


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ?p "SERVICE <http://a/>" }',
        "ASK { ?s ?p 'LOAD' } # SERVICE <http://a/>",
        "PREFIX service: <http://a/> ASK { ?service service:load ?p }",
        "ASK { <http://a/SERVICE> ?p ?o }",
        'ASK { ?s ?p """a " SERVICE " b""" }',
    ],
)
def test_words_in_strings_comments_and_names_do_not_count(text: str) -> None:
    check_query(text, limits=Limits())


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://a.example/> {} }",
        "SELECT * { service <http://a.example/> {} }",
        "SELECT * { S\\u0045RVICE <http://a.example/> {} }",
        "SELECT * { ?s ?p '\\'' SERVICE <http://a.example/> {} }",
        "SELECT * { ?s ?p ?o } #\nSELECT * { SERVICE<http://a.example/>{} }",
    ],
)
def test_finds_service_wherever_it_is(text: str) -> None:
    with pytest.raises(RefusedQuery) as caught:
        check_query(text, limits=Limits())
    assert caught.value.kind == "federation-disabled"


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("SELECT * { SERVICE <http://a.example/x> {} }", True),
        ("SELECT * { SERVICE SILENT <http://a.example/x> {} }", True),
        ("PREFIX e: <http://a.example/> SELECT * { SERVICE e:x {} }", True),
        ("BASE <http://a.example/> SELECT * { SERVICE <x> {} }", True),
        ("SELECT * { SERVICE <http://a.example.evil.org/> {} }", False),
        ("SELECT * { SERVICE <http://a.example@evil.org/> {} }", False),
        ("SELECT * { SERVICE <http://evil.org/http://a.example/> {} }", False),
        ("SELECT * { SERVICE <http://a.example:81/> {} }", False),
        ("SELECT * { SERVICE <http://a.example/> {} SERVICE <http://b.example/> {} }", False),
        ("SELECT * { BIND(<http://a.example/> AS ?x) SERVICE ?x {} }", False),
        ("PREFIX e: <http://a.example/> PREFIX e: <http://b.example/> "
         "SELECT * { SERVICE e:x {} }", False),
    ],
)  # fmt: skip
def test_only_hosts_that_are_named_may_be_called(text: str, passes: bool) -> None:
    if passes:
        check_query(text, limits=Limits(), allowed=["a.example"])
        return
    with pytest.raises(RefusedQuery):
        check_query(text, limits=Limits(), allowed=["a.example"])


def test_data_is_not_counted_as_patterns() -> None:
    triples = " . ".join(f"<urn:s:{n}> <urn:p:{n}> {n}" for n in range(5000))
    check_update(f"INSERT DATA {{ {triples} }}", limits=Limits())
    check_update(f"INSERT DATA {{ GRAPH <urn:g:g> {{ {triples} }} }}", limits=Limits())
    with pytest.raises(RefusedQuery):
        check_update(f"INSERT DATA {{}} ; INSERT {{ {triples} }} WHERE {{}}", limits=Limits())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("DELETE WHERE { ?s ?p ?o }",
         "DELETE { ?s ?p ?o } USING <urn:x:g> WHERE { ?s ?p ?o }"),
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; CLEAR DEFAULT",
         "INSERT { ?s ?p 1 }  USING <urn:x:g> WHERE { ?s ?p ?o } ; CLEAR DEFAULT"),
    ],
)  # fmt: skip
def test_the_dataset_of_a_request_is_written_into_the_update(text: str, wanted: str) -> None:
    assert with_dataset(text, ["urn:x:g"], []).split() == wanted.split()


def test_silent_loads_do_nothing_and_positions_of_the_rest_stay() -> None:
    text = "LOAD SILENT <urn:x:a> INTO GRAPH <urn:x:g> ; LOAD SILENT <urn:x:b> ; DROP ALL"
    assert without_silent_loads(text) == "INSERT DATA {} ; INSERT DATA {} ; DROP ALL"
    assert without_silent_loads("LOAD <urn:x:a>") == "LOAD <urn:x:a>"


@pytest.mark.parametrize(
    "text",
    [
        "LOAD SILENT <http://a.example/x>",
        "LOAD SILENT <FILE:///etc/passwd> INTO GRAPH <urn:x:g>",
        "PREFIX a: <https://a.example/> LOAD SILENT a:x",
        "BASE <http://a.example/> LOAD SILENT <x>",
        "LOAD SILENT <x>",
    ],
)
def test_silent_loads_of_what_could_be_fetched_are_refused(text: str) -> None:
    with pytest.raises(RefusedQuery, match="LOAD"):
        check_update(without_silent_loads(text), limits=Limits())


def test_what_reaches_out_is_made_local_for_the_grammar() -> None:
    assert without_outside("ASK { SERVICE SILENT ?x { } }").split() == [
        "ASK",
        "{",
        "GRAPH",
        "?x",
        "{",
        "}",
        "}",
    ]


@pytest.mark.parametrize(
    ("text", "form", "dataset"),
    [
        ("PREFIX select: <urn:x:> ASK FROM <urn:x:g> { ?from ?p 'FROM' }", "ASK", True),
        ("# ASK\nSELECT * { ?s ?p 'FROM' }", "SELECT", False),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:x:g> WHERE { ?s ?p ?o }", "CONSTRUCT", True),
        ("DESCRIBE <urn:x:from>", "DESCRIBE", False),
        ("DROP ALL", "", False),
    ],
)
def test_reads_form_and_dataset(text: str, form: str, dataset: bool) -> None:
    tokens = list(read_tokens(unescape(text)))
    assert (query_form(tokens), has_dataset(tokens)) == (form, dataset)


def test_reading_tokens_takes_linear_time() -> None:
    for text in ('"' * 200_000, "<" * 200_000, "\\" * 200_000, "'''a" * 50_000, "a:" * 100_000):
        assert list(read_tokens(text))
