"""English words with a slip of the pen, and questions in pinyin."""

from __future__ import annotations

import pytest

from kg.answers import Answerer

SLIPS = [
    ("departement", "department"),
    ("deparments", "departments"),
    ("campains", "campaigns"),
    ("suport", "support"),
    ("wich", "which"),
    ("goverment", "government"),
    ("buraeu", "bureau"),
]
RIGHT = ["garage", "planet", "factor", "maker", "elevators", "garden", "department"]


@pytest.mark.parametrize(("written", "meant"), SLIPS)
def test_a_slip_is_mended(written: str, meant: str, answerer: Answerer) -> None:
    assert answerer._current().reader.spotter.spot(f"the {written}").text == f"the {meant}"


@pytest.mark.parametrize("word", RIGHT)
def test_another_word_is_left_alone(word: str, answerer: Answerer) -> None:
    assert answerer._current().reader.spotter.spot(f"the {word}").text == f"the {word}"


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("xiaofang anquan you shui qiantou?", ("市消防救援大队",)),
        ("meikuang shui qiantou", ("市发改委",)),
        ("xuexiaoanquan shui qiantou?", ("市教育局",)),
    ],
)
def test_a_question_in_pinyin_is_read_as_chinese(
    question: str, values: tuple[str, ...], answerer: Answerer
) -> None:
    answer = answerer.ask(question)
    assert answer.values == values
    assert answer.language == "zh"


def test_an_english_question_is_no_pinyin(answerer: Answerer) -> None:
    assert answerer.ask("who can lead men here?").language == "en"
