"""Checks that an answer is proved: values out of its query's result, quotes at their positions."""

from __future__ import annotations

import re

from kg.answers import Answer
from kg.answers.knowledge import PREFIXES
from kg.store import Store
from tests.answers.judging import plain

DERIVED = {"是", "否", "yes", "no", "一样多", "equal"}


_LINES: dict[int, dict[str, list[str]]] = {}


def lines_of(store: Store) -> dict[str, list[str]]:
    """The lines of every document of a store, which no test changes."""
    if id(store) not in _LINES:
        table = store.select(
            f"{PREFIXES}SELECT DISTINCT ?d ?t {{ ?d rg:currentVersion ?v . ?v rg:text ?t }}"
        )
        _LINES[id(store)] = {str(row["d"]): str(row["t"]).split("\n") for row in table}
    return _LINES[id(store)]


def assert_proved(answer: Answer, store: Store) -> None:
    """Fail unless an answer is proved, or a refusal has nothing but words and suggestions."""
    if not answer.answered:
        assert answer.values == ()
        assert answer.answer_text
        assert answer.suggestions
        return
    assert answer.evidence
    for quote in answer.evidence:
        line = lines_of(store)[quote.document][quote.line - 1]
        assert line[quote.start : quote.end] == quote.text
        assert quote.iri.startswith("https://")
    table = store.select(answer.query)
    cells = {str(cell) for row in table.rows for cell in row if cell is not None}
    for value in answer.values:
        assert _is_entailed(value, answer, cells, len(table)), (value, answer.query)


def _is_entailed(value: str, answer: Answer, cells: set[str], rows: int) -> bool:
    if value in DERIVED:
        return True
    if value.isdigit() and answer.intent.endswith("-count"):
        return rows >= int(value) or value in " ".join(cells)
    month = re.fullmatch(r"(\d{4})-0?(\d{1,2})", value)
    if month:
        return any(f"{month[1]}年{month[2]}月" in cell for cell in cells)
    return any(plain(value) in plain(cell) for cell in cells) or any(
        value in quote.text for quote in answer.evidence
    )
