"""What is no question, or wants to be more than one, gets a plain answer in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.answers import Answerer

NONSENSE = [
    "",
    "   ",
    "?",
    "。。。",
    "\u202e谁牵头消防\u202c",
    "a" * 10_000,
    "消" * 10_000,
    "\x00\x01\x02",
    "谁牵头" * 3000,
    "SELECT * WHERE { ?s ?p ?o }",
    "DROP ALL",
    "<script>alert(1)</script>",
    '"; DELETE WHERE { ?s ?p ?o } #',
    "> <http://evil> .",
    "{{7*7}}",
    "../../etc/passwd",
    "🚒🚒🚒",
    "\ud7ff\ufffe",
    "(" * 5000,
    "和" * 5000,
    "who " * 2500,
    "2021年" * 1000,
]


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: ascii(text[:20]))
def test_nonsense_is_refused_or_answered_in_bounded_time(text: str, answerer: Answerer) -> None:
    answerer.ask("消防由谁牵头?")
    begun = time.perf_counter()
    answer = answerer.ask(text)
    assert time.perf_counter() - begun < 3
    assert answer.answered == bool(answer.values)
    assert len(answer.answer_text) < 20_000


def test_direction_marks_change_nothing(answerer: Answerer) -> None:
    plain = answerer.ask("消防由谁牵头?")
    assert (
        answerer.ask("\u202e消防\u200b由谁\u202c牵头?").values
        == plain.values
        == ("市消防救援大队",)
    )


def test_a_question_never_reaches_the_query_as_text(answerer: Answerer) -> None:
    answer = answerer.ask('消防" } DROP ALL # 由谁牵头?')
    assert "DROP" not in answer.query


def test_reading_is_linear_in_the_length(answerer: Answerer) -> None:
    state = answerer._current()

    def seconds(text: str) -> float:
        begun = time.perf_counter()
        state.reader.spotter.spot(text)
        return time.perf_counter() - begun

    short, long = "消防和公安的事" * 20, "消防和公安的事" * 80
    seconds(short)
    assert min(seconds(long) for _ in range(3)) < 12 * min(seconds(short) for _ in range(3)) + 0.05


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80))
def test_any_text_gets_an_answer_record(answerer: Answerer, text: str) -> None:
    record = answerer.ask(text).record()
    assert record["answered"] == bool(record["values"])
    assert set(record) >= {"answered", "answer_text", "values", "evidence", "query", "intent"}
