"""Quotes are exact, altered or not there; nothing in between passes as a quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mcp.citations import Searched, differences
from tests.conftest import CHANGJI
from tests.mcp.conftest import Agent

TEXT = CHANGJI.read_text(encoding="utf-8")
SEARCHED = Searched(TEXT)
QUOTE = "建立和落实与纪检监察部门安全生产违法违纪问题线索移交查办工作机制"
TITLE = "昌吉市安全生产专项整治三年行动实施方案"


@pytest.mark.parametrize("quote", [QUOTE, f"“{QUOTE}”", f" {QUOTE}\n", f"「{QUOTE}」"])
def test_an_exact_quote_with_its_place(agent: Agent, quote: str) -> None:
    found = agent("verify_citation", quote=quote)
    assert found["verdict"] == "exact"
    place = found["places"][0]
    line = TEXT.split("\n")[place["line"] - 1]
    assert line[place["start"] : place["end"]] == QUOTE == place["true_text"]
    assert place["document"] == TITLE
    assert line[: place["start"]].endswith(place["before"].rpartition("\n")[2])


def test_an_exact_quote_names_the_obligation_it_stands_in(agent: Agent) -> None:
    place = agent("verify_citation", quote=QUOTE)["places"][0]
    (obligation,) = place["obligations"]
    passages = agent("get_evidence", iri=obligation)["evidence"]
    assert QUOTE in passages[0]["text"]


def test_a_quote_over_a_line_break(agent: Agent) -> None:
    at = TEXT.index("\n", 2000)
    found = agent("verify_citation", quote=TEXT[at - 10 : at + 10])
    assert found["verdict"] == "exact"
    place = found["places"][0]
    assert place["end_line"] == place["line"] + 1
    joined = agent("verify_citation", quote=(TEXT[at - 10 : at] + TEXT[at + 1 : at + 10]))
    assert (joined["verdict"], joined["places"][0]["kind"]) == ("altered", "form")


@pytest.mark.parametrize(
    ("quote", "true", "kind"),
    [
        ("对整治工作 不负责、不作为", "对整治工作不负责、不作为", "form"),
        ("對整治工作不負責、不作為", "对整治工作不负责、不作为", "form"),
        ("逾期没有完成目标任务的。坚决问责", "逾期没有完成目标任务的,坚决问责", "punctuation"),
        (QUOTE.replace("违纪", "违规"), QUOTE, "wording"),
        (QUOTE.replace("和落实", ""), QUOTE, "wording"),
        (QUOTE.replace("机制", "的机制"), QUOTE, "wording"),
    ],
)
def test_an_altered_quote_comes_with_the_true_words(
    agent: Agent, quote: str, true: str, kind: str
) -> None:
    found = agent("verify_citation", quote=quote)
    assert found["verdict"] == "altered"
    place = found["places"][0]
    assert (place["true_text"], place["kind"]) == (true, kind)
    assert place["differences"]
    assert place["likeness"] >= 85
    assert "not literally" in found["message"]


def test_a_changed_number_is_a_change_of_wording(agent: Agent) -> None:
    quote = "2022年12月30日前,争取完成三个集贸市场的提升改造"
    assert quote in TEXT
    found = agent("verify_citation", quote=quote.replace("2022", "2023"))
    place = found["places"][0]
    assert (found["verdict"], place["kind"]) == ("altered", "wording")
    assert place["differences"] == [{"quote": "3", "document": "2"}]


@pytest.mark.parametrize(
    "quote", ["火星移民工作由市教育局牵头负责落实到位", "不存", "The fire brigade shall", "。" * 50]
)
def test_what_no_document_says_is_not_found(agent: Agent, quote: str) -> None:
    found = agent("verify_citation", quote=quote)
    assert (found["verdict"], found["places"]) == ("not_found", [])
    assert found["message"].startswith("0 matches, searched 1 document(s): ")
    assert TITLE in found["message"]


@pytest.mark.parametrize(
    "document", [TITLE, f"《{TITLE}》", "三年行动", "changji-2020.txt", "CJS003/2020-000040"]
)
def test_a_document_is_named_in_many_ways(agent: Agent, document: str) -> None:
    assert agent("verify_citation", quote=QUOTE, document=document)["verdict"] == "exact"


def test_an_unknown_document_is_no_silent_search_elsewhere(agent: Agent) -> None:
    said = agent.refusal("verify_citation", quote=QUOTE, document="北京市方案")
    assert "no such document" in said
    assert TITLE in said


@pytest.mark.parametrize("quote", ["", "  \n", "“ ”"])
def test_nothing_to_check_is_said(agent: Agent, quote: str) -> None:
    assert "it is empty" in agent.refusal("verify_citation", quote=quote)


def test_a_quote_beyond_measure_is_refused(agent: Agent) -> None:
    assert "2,000 characters" in agent.refusal("verify_citation", quote="安" * 2001)


def test_documents_that_time_did_not_suffice_for_are_counted(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.mcp.verifying._MOST_SECONDS", -1.0)
    found = agent("verify_citation", quote="火星移民工作由市教育局牵头负责落实到位")
    assert found["verdict"] == "not_found"
    assert "time ran out before the other 1" in found["message"]


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 200))
def test_every_passage_is_found_exactly_where_the_text_says_it(start: int, length: int) -> None:
    quote = TEXT[start : start + length]
    matches = SEARCHED.exact(quote)
    assert matches
    assert all(TEXT[match.start : match.end] == quote for match in matches)
    assert matches[0].times == TEXT.count(quote)


@given(st.integers(0, len(TEXT) - 60), st.integers(30, 60), st.integers(0, 29))
def test_one_changed_character_is_never_exact_and_never_lost(
    start: int, length: int, at: int
) -> None:
    quote = TEXT[start : start + length]
    changed = quote[:at] + "鑫" + quote[at + 1 :]
    assert not SEARCHED.exact(changed)
    match = SEARCHED.altered(changed)
    dense = len("".join(changed.split()))
    if dense > 20:
        assert match is not None
        assert differences(changed, TEXT[match.start : match.end])[0] == "wording"
