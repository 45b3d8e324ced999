from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from kg.errors import QueryError
from kg.queries import NamedQuery, Parameter, load_catalogue, parse_parameters, read_query, to_term
from kg.store import Store
from tests.conftest import ROOT

CATALOGUE = load_catalogue()
NAMES = sorted(CATALOGUE.queries)
DOCUMENT = "id:document/CJS003-2020-000040"

HEAD = "#+ summary: 试\n#+ params:\n#+   - {name: x, type: %s, label: 某}\n"
BODY = "SELECT * WHERE { VALUES ?x { UNDEF } ?x ?p ?o }\n"


def write(folder: Path, text: str, name: str = "one.rq") -> Path:
    path = folder / "questions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_described_in_both_languages(name: str) -> None:
    query = CATALOGUE.get(name)
    assert re.search("[一-鿿]", query.summary)
    assert re.fullmatch("[ -~–—“”’…]+", query.summary_en), query.summary_en
    for parameter in query.params:
        assert parameter.label
        assert parameter.label_en


@pytest.mark.parametrize("name", NAMES)
def test_every_query_runs_as_the_file_stands(name: str, changji_store: Store) -> None:
    query = CATALOGUE.get(name)
    if not any(parameter.required for parameter in query.params):
        assert changji_store.select(query.text).columns


@pytest.mark.parametrize("name", NAMES)
def test_no_query_hides_a_quadratic_filter(name: str) -> None:
    for group in re.findall(r"FILTER\s+NOT\s+EXISTS\s*\{([^{}]*)\}", CATALOGUE.get(name).text):
        assert len(re.findall(r"\s[.;]\s", f"{group} ")) <= 1, group


QUESTIONS: list[tuple[str, dict[str, str], int]] = [
    ("who-leads", {"text": "消防", "document": DOCUMENT}, 16),
    ("documents", {}, 1),
    ("obligations", {}, 145),
    ("deadlines", {"type": "by"}, 30),
    ("statements-without-lead", {}, 3),
    ("duties-by-deadline", {"until": "2020-12-31"}, 2),
    ("duties-by-source", {"title": "消防"}, 1),
]


@pytest.mark.parametrize(("name", "values", "least"), QUESTIONS)
def test_the_example_answers(
    name: str, values: dict[str, str], least: int, changji_store: Store
) -> None:
    query = CATALOGUE.get(name)
    table = changji_store.select(query.bind(values))
    assert len(table) >= min(least, 3)
    assert len(changji_store.select(query.text)) >= len(table)


def test_a_value_narrows_and_a_wrong_one_empties(changji_store: Store) -> None:
    query = CATALOGUE.get("who-leads")
    domain = changji_store.select(
        "SELECT ?d { ?d <http://www.w3.org/2004/02/skos/core#prefLabel> '消防'@zh ; "
        "a <https://w3id.org/responsibility/ontology#Domain> }"
    ).rows[0][0]
    leads = changji_store.select(query.bind({"domain": str(domain)}))
    assert {str(row["bodyName"]) for row in leads} == {"市消防救援大队"}
    assert all("市消防救援大队牵头" in str(row["quote"]) for row in leads)
    assert not changji_store.select(query.bind({"domain": "id:domain/none"})).rows
    assert not changji_store.select(query.bind({"text": "没有这样的文字"})).rows


def test_several_values_mean_any_of_them(changji_store: Store) -> None:
    query = CATALOGUE.get("obligations")
    one, other = (
        len(changji_store.select(query.bind({"text": word}))) for word in ("打通消防", "煤矿")
    )
    both = len(changji_store.select(query.bind({"text": ["打通消防", "煤矿"]})))
    assert both >= max(one, other)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_text_of_a_user_never_becomes_query(changji_store: Store, text: str) -> None:
    bound = CATALOGUE.get("obligations").bind({"text": text})
    table = changji_store.select(bound)
    assert all(text in str(row["duty"]) for row in table)


@pytest.mark.parametrize(
    "value", ['" } DROP ALL #', "\\", "\\u0022", "'''", "a\nb", "?x", "{}", "$1 \\1 \\g<0>"]
)
def test_hostile_text_stays_text(value: str, changji_store: Store) -> None:
    bound = CATALOGUE.get("obligations").bind({"text": value})
    assert not changji_store.select(bound).rows


@pytest.mark.parametrize("value", ["http://a/ }", "a b", "<x>", "javascript", "rg:a>b", "none:x"])
def test_an_iri_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="cannot use"):
        CATALOGUE.get("who-leads").bind({"domain": value})


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean 'who-leads'"):
        CATALOGUE.get("who-lead")
    with pytest.raises(QueryError, match="lists all"):
        CATALOGUE.get("xyzzy")


def test_unknown_and_missing_parameters_are_named() -> None:
    with pytest.raises(QueryError, match="no parameter 'colour'"):
        CATALOGUE.get("documents").bind({"colour": "red"})
    with pytest.raises(QueryError, match="'document' is required"):
        CATALOGUE.get("duty-texts").bind({})


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "rg:lead", URIRef("https://w3id.org/responsibility/ontology#lead")),
        ("string", "2020", Literal("2020")),
        ("date", "2020-02-29", Literal("2020-02-29", datatype=XSD.date)),
        ("integer", 7, Literal("7", datatype=XSD.integer)),
        ("decimal", "0.80", Literal("0.80", datatype=XSD.decimal, normalize=False)),
        ("boolean", True, Literal("true", datatype=XSD.boolean)),
    ],
)
def test_values_become_terms_of_their_type(kind: str, value: object, term: object) -> None:
    parameter = Parameter.model_validate({"name": "x", "type": kind, "label": "某"})
    assert to_term(parameter, value) == term  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("date", "tomorrow"), ("integer", "1.5"), ("decimal", "x"), ("boolean", "yes")],
)
def test_values_of_another_type_are_refused(tmp_path: Path, kind: str, value: str) -> None:
    query = read_query(write(tmp_path, HEAD % kind + BODY), "questions")
    with pytest.raises(QueryError, match=kind):
        query.bind({"x": value})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BODY, "summary"),
        ("#+ summary: [\n" + BODY, "one.rq:"),
        (HEAD % "colour" + BODY, "params"),
        (HEAD % "string" + "SELECT * WHERE { ?s ?p ?o }", "has no slot"),
        ("#+ summary: 试\n#+ params: [{name: 'a b', label: 某}]\n" + BODY, "params"),
        ("#+ summary: 试\n#+ params: [{name: x, label: 某, colour: red}]\n" + BODY, "colour"),
    ],
)
def test_a_wrong_head_is_named_with_file_and_line(tmp_path: Path, text: str, reason: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(QueryError, match=reason) as caught:
        load_catalogue(tmp_path)
    assert f"questions/{path.name}:" in str(caught.value)
    assert caught.value.line


def test_a_name_that_is_not_kebab_case_is_refused(tmp_path: Path) -> None:
    write(tmp_path, HEAD % "string" + BODY, "Who_Leads.rq")
    with pytest.raises(QueryError, match="kebab-case"):
        load_catalogue(tmp_path)


def test_further_keys_of_a_head_are_kept(tmp_path: Path) -> None:
    text = "#+ severity: warning\n" + HEAD % "string" + BODY
    query: NamedQuery = read_query(write(tmp_path, text), "questions")
    assert query.extra == {"severity": "warning"}


def test_pairs_of_a_command_line_are_collected() -> None:
    assert parse_parameters(["a=1", "b=x=y", "a=2"]) == {"a": ["1", "2"], "b": ["x=y"]}
    with pytest.raises(QueryError, match="NAME=VALUE"):
        parse_parameters(["a"])


def test_every_file_of_the_folders_is_in_the_catalogue() -> None:
    files = {
        path.stem
        for family in ("questions", "views", "checks")
        for path in (ROOT / "queries" / family).glob("*.rq")
    }
    assert files == set(NAMES)
