"""Every tool, called by a client of the SDK over the example graph."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conftest import CHANGJI
from tests.mcp.conftest import Agent, MakeAgent

TEXT = CHANGJI.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
NAMES = {"ask", "search", "look_up", "get_evidence", "verify_citation", "run_query"}


LEADER = """SELECT DISTINCT ?name WHERE {
  ?body rg:leadsDomain ?domain ; skos:prefLabel ?name . ?domain skos:prefLabel "消防"@zh .
  FILTER(LANG(?name) = "zh" && CONTAINS(?name, "消防")) } ORDER BY ?name"""


@pytest.fixture(scope="module")
def leader(agent: Agent) -> str:
    """The name of the body that leads fire safety."""
    name: str = agent("run_query", query=LEADER)["rows"][0]["name"]
    return name


def assert_stands(place: dict[str, Any], text: str) -> None:
    """The passage is what the document says at its position, counted both ways."""
    line = LINES[place["line"] - 1]
    if "end_line" not in place:
        assert line[place["start"] : place["end"]] == text
    if "begin_index" in place:
        assert TEXT[place["begin_index"] : place["end_index"]] == text


def test_the_tools_are_few_and_described_in_both_languages(agent: Agent) -> None:
    tools = agent.tools()
    assert set(tools) == NAMES
    for tool in tools.values():
        assert len(tool.description) > 150
        assert re.search(r"[\u4e00-\u9fff]{4}", tool.description)
        assert tool.annotations.read_only_hint
        for parameter in tool.input_schema["properties"].values():
            assert parameter["description"]


@pytest.mark.parametrize("question", ["谁牵头消防安全工作?", "Who leads fire safety?"])
def test_ask_answers_with_proof(agent: Agent, question: str) -> None:
    answer = agent("ask", question=question)
    assert answer["answered"]
    assert any("消防救援" in value for value in answer["values"])
    assert answer["query"].lstrip().startswith(("PREFIX", "SELECT"))
    for quote in answer["evidence"]:
        assert_stands(quote, quote["text"])


def test_ask_says_plainly_that_it_does_not_know(agent: Agent) -> None:
    answer = agent("ask", question="市应急管理局的电话号码是多少?")
    assert not answer["answered"]
    assert answer["values"] == []
    assert answer["message"].startswith("0 answers")
    assert answer["answer_text"]


def test_ask_answers_in_the_language_asked_for(agent: Agent) -> None:
    answer = agent("ask", question="谁牵头消防安全工作?", lang="en")
    assert answer["language"] == "en"


def test_search_says_why_each_hit_matches(agent: Agent) -> None:
    found = agent("search", text="消防")
    assert found["count"] == len(found["hits"]) > 1
    assert {"iri", "kind", "label", "why", "matched"} == set(found["hits"][0])
    assert any("消防" in hit["label"] for hit in found["hits"][:3])


def test_search_keeps_to_kinds_and_limit(agent: Agent) -> None:
    found = agent("search", text="安全", types=["domain"], limit=3)
    assert len(found["hits"]) == 3
    assert {hit["kind"] for hit in found["hits"]} == {"domain"}


def test_search_without_hits_says_what_was_searched(agent: Agent) -> None:
    found = agent("search", text="qqqqxxxx")
    assert found["hits"] == []
    assert found["message"].startswith("0 matches for 'qqqqxxxx', searched")


def test_look_up_by_name_gives_relations_and_evidence(agent: Agent, leader: str) -> None:
    found = agent("look_up", name=leader)
    assert found["found"]
    assert found["label"]["zh"] == leader
    domains = found["properties"]["rg:leadsDomain"]["values"]
    assert "消防" in [domain["zh"] for domain in domains]
    assert found["properties"]["rg:leads"]["values"]
    assert found["evidence"]
    for place in found["evidence"]:
        assert_stands(place, place["text"])


def test_look_up_takes_what_the_tools_return(agent: Agent, leader: str) -> None:
    by_name = agent("look_up", name=leader)
    assert agent("look_up", name=by_name["iri"]) == by_name
    assert agent("look_up", name=by_name["curie"]) == by_name
    assert agent("look_up", name=f"<{by_name['iri']}>") == by_name


@pytest.mark.parametrize("name", ["消防", " 消 防 ", "fire safety", "Fire Safety"])
def test_a_domain_goes_before_what_shares_its_name(agent: Agent, name: str) -> None:
    found = agent("look_up", name=name)
    assert found["found"]
    assert found["label"]["zh"] == "消防"
    assert found["curie"].startswith("id:domain/")


def test_look_up_says_where_there_is_more(agent: Agent, leader: str) -> None:
    few = agent("look_up", name=leader, related=2)["properties"]["rg:cooperatesOn"]
    assert (len(few["values"]), few["cut"]) == (2, True)
    many = agent("look_up", name=leader, related=100)["properties"]
    assert few["total"] == len(many["rg:cooperatesOn"]["values"])
    assert "cut" not in many["rg:cooperatesOn"]


def test_look_up_says_where_it_stopped_counting(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not all are counted" not in agent("look_up", name="rg:Evidence")["message"]
    monkeypatch.setattr("kg.mcp.looking._MOST_POINTING", 20)
    assert "more than 20 things refer to it" in agent("look_up", name="rg:Evidence")["message"]


def test_an_unknown_name_is_not_swapped_for_a_similar_one(agent: Agent) -> None:
    found = agent("look_up", name="消防飞行大队")
    assert not found["found"]
    assert "properties" not in found
    assert found["message"].startswith("0 entities named '消防飞行大队', searched")


def test_an_unknown_iri_is_said_to_be_unknown(agent: Agent) -> None:
    found = agent("look_up", name="https://example.org/nobody")
    assert not found["found"]
    assert "<https://example.org/nobody>" in found["message"]


def _obligation(agent: Agent) -> dict[str, str]:
    found = agent(
        "run_query",
        query="SELECT DISTINCT ?o ?text ?e WHERE { ?b rg:leads ?o . ?o rg:text ?text ; rg:evidence ?e }"
        " ORDER BY ?o",
        limit=1,
    )
    row: dict[str, str] = found["rows"][0]
    return row


def test_evidence_of_an_obligation_is_its_words_and_who_must_do_it(agent: Agent) -> None:
    row = _obligation(agent)
    found = agent("get_evidence", iri=row["o"])
    assert found["evidence"][0]["text"] == row["text"]
    assert [place["why"] for place in found["evidence"][:2]] == ["itself", "statement"]
    for place in found["evidence"]:
        assert_stands(place, place["text"])
        assert place["stands_in_document"]
        begin, end = place["begin_index"], place["end_index"]
        assert TEXT[:begin].endswith(place["before"])
        assert TEXT[end:].startswith(place["after"])


def test_evidence_by_its_own_iri_with_as_much_around_it_as_asked(agent: Agent) -> None:
    row = _obligation(agent)
    (place,) = agent("get_evidence", iri=row["e"], context=7)["evidence"]
    assert place["text"] == row["text"]
    assert (len(place["before"]), len(place["after"])) == (7, 7)


def test_evidence_of_an_assignment_is_the_mention_of_the_body(agent: Agent) -> None:
    query = "SELECT ?a ?m WHERE { ?a a rg:Assignment ; rg:mention ?m } ORDER BY ?a"
    row = agent("run_query", query=query, limit=1)["rows"][0]
    found = agent("get_evidence", iri=row["a"])
    assert found["evidence"][0]["text"] == row["m"]


@pytest.mark.parametrize(
    ("iri", "said"),
    [
        ("id:obligation/none", "the graph says nothing about"),
        ("rg:Body", "holds no passage that proves it"),
    ],
)
def test_no_evidence_is_said_in_words(agent: Agent, iri: str, said: str) -> None:
    found = agent("get_evidence", iri=iri)
    assert (found["evidence"], found["total"]) == ([], 0)
    assert found["message"].startswith("0 passages: ")
    assert said in found["message"]


def test_what_is_no_iri_is_refused_in_one_line(agent: Agent) -> None:
    assert "prefix 'nope' is not known" in agent.refusal("get_evidence", iri="nope:x")


def test_run_query_gives_a_table(agent: Agent) -> None:
    found = agent("run_query", query="SELECT ?b WHERE { ?b a rg:Body } ORDER BY ?b", limit=3)
    assert found["columns"] == ["b"]
    assert (found["count"], len(found["rows"]), found["cut"]) == (3, 3, True)
    assert "there is more" in found["message"]


def test_run_query_gives_a_whole_table_without_a_cut(agent: Agent) -> None:
    found = agent(
        "run_query", query="SELECT ?b WHERE { ?b a rg:Body } ORDER BY ?b LIMIT 3", limit=3
    )
    assert (found["count"], found["cut"]) == (3, False)


def test_run_query_without_rows_says_so(agent: Agent) -> None:
    found = agent("run_query", query="SELECT ?x WHERE { ?x a rg:Nothing }")
    assert found["rows"] == []
    assert found["message"].startswith("0 rows")


def test_run_query_answers_yes_or_no_and_makes_graphs(agent: Agent) -> None:
    assert agent("run_query", query="ASK { ?b rg:leads ?o }")["boolean"] is True
    made = agent("run_query", query="CONSTRUCT { ?b a rg:Body } WHERE { ?b a rg:Body }")
    assert "ontology#Body" in made["turtle"]
    none = agent("run_query", query="CONSTRUCT { ?b a rg:Body } WHERE { ?b a rg:Nothing }")
    assert none["message"] == "0 triples"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { rg:a rg:b rg:c }", "only SELECT, ASK, CONSTRUCT and DESCRIBE"),
        ("SELECT ?b\nWHER { ?b a rg:Body }", "line 2"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "not allowed"),
        ("SELECT * { " + "{ " * 200 + "}" * 200 + " }", "nest"),
    ],
)
def test_run_query_refuses_what_the_service_refuses(agent: Agent, query: str, said: str) -> None:
    assert said in agent.refusal("run_query", query=query)


def test_run_query_ends_what_takes_too_long_and_goes_on(make_agent: MakeAgent) -> None:
    hurried = make_agent(query_seconds=0.5)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "longer than 0.5 s" in hurried.refusal("run_query", query=endless)
    assert hurried("run_query", query="ASK { ?s ?p ?o }")["boolean"] is True


def test_many_agents_at_once_share_the_workers(make_agent: MakeAgent) -> None:
    shared = make_agent(workers=2)
    with ThreadPoolExecutor(8) as agents:
        counts = agents.map(
            lambda number: shared("run_query", query=f"SELECT ({number} AS ?n) {{}}")["rows"],
            range(24),
        )
        assert list(counts) == [[{"n": str(number)}] for number in range(24)]


def test_a_slow_query_keeps_nobody_from_asking(make_agent: MakeAgent) -> None:
    hurried = make_agent(query_seconds=3, workers=1)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(hurried.refusal, "run_query", query=endless)
        assert hurried("verify_citation", quote="坚决问责")["verdict"] == "exact"
        assert not slow.done()
        assert "longer than 3 s" in slow.result()


def test_run_query_keeps_to_the_size_of_texts(make_agent: MakeAgent) -> None:
    strict = make_agent(query_text_bytes=1000)
    assert "1,000 bytes" in strict.refusal("run_query", query="#" * 1001)


def test_results_are_readable_chinese_on_the_wire(agent: Agent) -> None:
    text = agent.result("search", text="消防").content[0].text
    assert "消防" in text
    assert json.loads(text)["hits"]


def test_a_law_is_found_with_the_country_in_front_or_without(agent: Agent) -> None:
    query = "SELECT DISTINCT ?l WHERE { ?s a rg:LegalSource ; rdfs:label ?l } ORDER BY ?l"
    rows = agent("run_query", query=query, limit=1000)["rows"]
    law = next(row["l"] for row in rows if row["l"].endswith("法"))
    found = agent("look_up", name=law)
    assert found["found"]
    assert agent("look_up", name=f"《中华人民共和国{law}》") == found
