"""Every value follows from the query's result; every quote stands where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.answers import Answer, Answerer
from kg.answers.knowledge import PREFIXES
from kg.store import Store
from tests.answers.judging import Case, load_cases, plain

CASES = load_cases(Path(__file__).parent / "questions.yaml")
DERIVED = {"是", "否", "yes", "no", "一样多", "equal"}


@pytest.fixture(scope="session")
def lines(changji_store: Store) -> dict[str, list[str]]:
    """The lines of every document."""
    table = changji_store.select(
        f"{PREFIXES}SELECT DISTINCT ?d ?t {{ ?d rg:currentVersion ?v . ?v rg:text ?t }}"
    )
    return {str(row["d"]): str(row["t"]).split("\n") for row in table}


def _entailed(value: str, answer: Answer, cells: set[str], rows: int) -> bool:
    if value in DERIVED:
        return rows >= 0
    if value.isdigit() and answer.intent.endswith("-count"):
        return rows >= int(value) or value in " ".join(cells)
    month = re.fullmatch(r"(\d{4})-0?(\d{1,2})", value)
    if month:
        return any(f"{month[1]}年{month[2]}月" in cell for cell in cells)
    return any(plain(value) in plain(cell) for cell in cells) or any(
        value in quote.text for quote in answer.evidence
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_an_answer_is_proved(
    case: Case, answerer: Answerer, changji_store: Store, lines: dict[str, list[str]]
) -> None:
    answer = answerer.ask(case.question, case.lang)
    if not answer.answered:
        assert answer.values == ()
        assert answer.answer_text
        assert answer.suggestions
        return
    assert answer.evidence
    for quote in answer.evidence:
        assert lines[quote.document][quote.line - 1][quote.start : quote.end] == quote.text
        assert quote.iri.startswith("https://")
    table = changji_store.select(answer.query)
    cells = {str(cell) for row in table.rows for cell in row if cell is not None}
    for value in answer.values:
        assert _entailed(value, answer, cells, len(table)), (value, answer.query)
