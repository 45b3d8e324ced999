"""Every value follows from the query's result; every quote stands where it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.answers import Answerer
from kg.store import Store
from tests.answers.judging import Case, load_cases
from tests.answers.proving import assert_proved

CASES = load_cases(Path(__file__).parent / "questions.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_an_answer_is_proved(case: Case, answerer: Answerer, changji_store: Store) -> None:
    assert_proved(answerer.ask(case.question, case.lang), changji_store)


def test_the_graded_answers_are_proved(
    answerer: Answerer, changji_store: Store, shared: Path
) -> None:
    for line in (shared / "questions" / "dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert_proved(answerer.ask(row["question"], row["lang"]), changji_store)
