"""What answering a question costs beside the bare query that the answer rests on."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from pathlib import Path

from kg.answers import Answerer
from kg.ingest import build
from kg.store import Store, open_store
from tests.answers.judging import load_cases
from tests.benchmark.measuring import Row, in_turn

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "questions" / "dev.jsonl"
OWN = ROOT / "tests" / "answers" / "questions.yaml"
_ROUNDS = 5


def questions(most: int) -> list[str]:
    """Questions of all kinds: those of ``../shared`` where it stands beside, else our own."""
    if SHARED.is_file():
        found = [json.loads(line)["question"] for line in SHARED.read_text("utf-8").splitlines()]
    else:
        found = [case.question for case in load_cases(OWN)]
    return found[:: max(1, len(found) // most)][:most]


def answers(most: int) -> Iterator[Row]:
    """Yield the cost of answering: all questions, the question in the middle, the dearest."""
    with open_store("memory:") as store:
        build([ROOT / "data" / "sources" / "changji-2020.txt"], store, workers=1)
        pairs = list(_pairs(store, questions(most)))
    compared = f"its own query, bare, in process; {len(pairs)} questions"
    whole = statistics.mean(each[0] for each in pairs)
    bare = statistics.mean(each[1] for each in pairs)
    yield Row("a question answered, mean", whole, "ms", bare, ("<=", 10), compared)
    ordered = sorted(pairs, key=lambda each: each[0] / each[1])
    for name, pair in (
        ("a question answered, median ratio", ordered[len(ordered) // 2]),
        ("a question answered, 9 of 10 below", ordered[len(ordered) * 9 // 10]),
    ):
        yield Row(name, pair[0], "ms", pair[1], ("<=", 10), "the same, question by question")
    worst = ordered[-1]
    yield Row("a question answered, the dearest", worst[0], "ms", worst[1], None, worst[2])


def _pairs(store: Store, asked: list[str]) -> Iterator[tuple[float, float, str]]:
    answerer = Answerer(store)
    for question in asked:
        answer = answerer.ask(question)
        if not answer.query:
            continue
        query = answer.query
        taken = in_turn(
            _ROUNDS,
            {
                "whole": lambda n, q=question: answerer.ask(q),  # type: ignore[misc]
                "bare": lambda n, q=query: store.select(q),  # type: ignore[misc]
            },
        )
        whole, bare = (statistics.median(taken[each]) for each in ("whole", "bare"))
        yield whole, bare, question
