"""How questions are read: times, roles, levels, typos, unknown things."""

from __future__ import annotations

import pytest

from kg.answers import Answerer
from kg.answers.conversation import converse
from kg.answers.dates import read_time
from kg.answers.frame import Frame, Language

TIMES = [
    ("2021年底前要做什么", "by", "2021-12-31"),
    ("2022年12月30日前", "by", "2022-12-30"),
    ("by the end of 2021", "by", "2021-12-31"),
    ("by december 30, 2022", "by", "2022-12-30"),
    ("2020年6月", "in", "2020-06-30"),
    ("in 2021", "in", "2021-12-31"),
    ("每季度都要做", "recurring", "P3M"),
    ("every year", "recurring", "P1Y"),
]


@pytest.mark.parametrize(("text", "kind", "end"), TIMES)
def test_times_are_read(text: str, kind: str, end: str) -> None:
    found = read_time(text)
    assert found is not None
    assert (found.kind, found.end) == (kind, end)


def test_no_time_is_read_where_none_is() -> None:
    assert read_time("消防由谁牵头") is None


def _frame(answerer: Answerer, question: str) -> Frame:
    return answerer._current().reader.read(question)


def test_each_body_has_its_own_role(answerer: Answerer) -> None:
    frame = _frame(answerer, "商务和工业信息化局牵头、公安局配合的领域有哪些?")
    assert [sorted(p.roles) for p in frame.bodies] == [["lead"], ["cooperate"]]


def test_a_role_can_be_denied(answerer: Answerer) -> None:
    frame = _frame(
        answerer, "In which domains does the Emergency Management Bureau cooperate without leading?"
    )
    assert [(sorted(p.roles), p.negated) for p in frame.bodies] == [
        (["cooperate"], False),
        (["lead"], True),
    ]


@pytest.mark.parametrize(
    "name", ["市运管局", "州公安局", "海关", "the customs office", "昌吉州教育局"]
)
def test_a_body_that_does_not_exist_is_named(name: str, answerer: Answerer) -> None:
    answer = answerer.ask(f"{name}配合哪些领域?")
    assert not answer.answered
    assert name.removeprefix("昌吉").removeprefix("the ") in answer.answer_text


@pytest.mark.parametrize("typo", ["迁头", "牵头"])
def test_words_that_sound_alike_are_read_alike(typo: str, answerer: Answerer) -> None:
    assert answerer.ask(f"消防由谁{typo}?").values == ("市消防救援大队",)


def test_an_answer_shows_how_it_was_understood(answerer: Answerer) -> None:
    answer = answerer.ask("Who leads fire safety?")
    assert "role=lead" in answer.understood
    assert "SELECT" in answer.query
    assert answer.entities[0].label == "消防"


def test_a_model_may_only_propose_a_frame(answerer: Answerer) -> None:
    class Model:
        def propose(self, question: str, language: Language) -> Frame | None:
            domain = next(answerer._current().knowledge.of_kind("domain")).iri
            return Frame(language, question, "body", roles=frozenset({"lead"}), domains=(domain,))

    asked = Answerer(answerer.store, model=Model()).ask("谁扛大旗呢扛什么旗?")
    assert asked.answered
    assert asked.evidence


def test_a_conversation_ends_when_it_is_told_to(answerer: Answerer) -> None:
    lines = iter(["消防由谁牵头?", "", "退出", "never read"])
    asked = list(converse(answerer, lambda: next(lines)))
    assert [answer.values for _, answer in asked] == [("市消防救援大队",)]
    assert next(lines) == "never read"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("核安全专项整治由谁牵头?", "没有“核安全”这个领域"),
        ("区块链监管由谁牵头?", "没有提到“区块链监管”"),
        ("Who leads fire safety in Beijing?", "“Beijing”"),
        ("", "请输入"),
    ],
)
def test_a_refusal_says_what_is_unknown_and_what_can_be_asked(
    question: str, said: str, answerer: Answerer
) -> None:
    answer = answerer.ask(question)
    assert not answer.answered
    assert said in answer.answer_text
    assert len(answer.suggestions) == 4
    assert all(answerer.ask(suggestion).answered for suggestion in answer.suggestions)
