"""One document says the same in every format, up to white space, and every quote stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kg.documents import read_bytes, read_document
from kg.extraction import extract
from kg.model import Extraction, Span
from tests.documents.making import Block, make_docx, make_html, make_pdf

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "sources" / "changji-2020.txt"
CORPUS = ROOT.parent / "shared" / "corpus"
ORIGINALS = sorted(CORPUS.glob("original/*"))
UNJOINED = {
    "021": {
        "statements": 1.0,
        "sources": 1.0,
        "deadlines": 0.99,
        "obligations": 0.94,
        "sections": 0.96,
    },
    "048": {
        "statements": 1.0,
        "sources": 1.0,
        "deadlines": 1.0,
        "obligations": 0.96,
        "sections": 0.99,
    },
}
"""Their plain text is a print-out of the PDF: lines not joined, tables and figures flat.

How much of each kind is the same, to the letter: where a paragraph ends with a full line, only the
PDF shows that it does, and tables are rows only there.
"""

Making = Callable[[Sequence[Block]], bytes]


def squeezed(text: str) -> str:
    return "".join(re.sub(r"\n\s*\d{1,4}\s*\n", "\n", text).split())


def items(extraction: Extraction) -> dict[str, list[str]]:
    """Everything read, without white space and places."""
    return {
        "sections": [f"{s.number} {squeezed(s.title)}" for s in extraction.sections],
        "obligations": [squeezed(o.span.text) for o in extraction.obligations],
        "statements": [
            f"{s.mode} {squeezed(s.span.text)} {[(a.role, squeezed(a.name)) for a in s.agents]} "
            f"{[squeezed(g.text) for g in s.groups]} {len(s.obligations)}"
            for s in extraction.statements
        ],
        "deadlines": [f"{squeezed(d.span.text)} {d.type} {d.value}" for d in extraction.deadlines],
        "sources": [squeezed(c.title) for c in extraction.citations],
    }


def _alike(one: Extraction, other: Extraction, kind: str) -> float:
    """The share of items that two extractions have in common."""
    left, right = Counter(items(one)[kind]), Counter(items(other)[kind])
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def spans(extraction: Extraction) -> Iterator[Span]:
    for statement in extraction.statements:
        yield statement.span
        yield from (agent.span for agent in statement.agents)
        yield from (group.span for group in statement.groups)
    yield from (found.span for found in extraction.obligations)
    yield from (found.span for found in extraction.deadlines)
    yield from (found.span for found in extraction.targets)
    yield from (found.span for found in extraction.citations)


def quoted(span: Span, lines: Sequence[str]) -> str:
    """What stands at a span."""
    if span.end_line is None:
        return lines[span.line - 1][span.start : span.end]
    first, *middle, last = lines[span.line - 1 : span.end_line]
    return "\n".join([first[span.start :], *middle, last[: span.end]])


def assert_quotes_stand(extraction: Extraction) -> None:
    lines = extraction.view.lines
    assert [s for s in spans(extraction) if quoted(s, lines) != s.text] == []


@pytest.mark.parametrize(
    ("name", "make"), [("p.html", make_html), ("p.docx", make_docx), ("p.pdf", make_pdf)]
)
def test_the_plan_says_the_same_in_every_format(name: str, make: Making) -> None:
    plain = extract(read_document(PLAN))
    made = extract(read_bytes(name, make([line for line in plain.view.lines if line.strip()])))
    assert items(made) == items(plain)
    assert len(made.obligations) > 100
    assert_quotes_stand(made)


@pytest.mark.parametrize("make", [make_html, make_docx, make_pdf])
def test_a_table_says_the_same_in_every_format(make: Making) -> None:
    table = (
        ("序号", "工作任务", "牵头单位", "责任单位"),
        ("1", "开展消防安全培训，覆盖全部社区", "州消防救援支队", "州住建局、州教育局"),
        ("2", "更新消防车辆和器材", "州财政局", "各县市"),
    )
    made = extract(read_bytes("table", make(["某州消防安全工作方案", "任务分工表", table])))
    assert items(made)["statements"] == [
        "lead 州消防救援支队州住建局、州教育局 [('lead', '州消防救援支队'), ('cooperate', '州住建局'), "
        "('cooperate', '州教育局')] [] 1",
        "lead 州财政局各县市 [('lead', '州财政局')] ['各县市'] 1",
    ]
    assert_quotes_stand(made)


def test_rows_of_one_merged_owner_are_one_statement() -> None:
    page = """<table><tr><td>序号</td><td>责任单位</td><td>工作任务</td></tr>
    <tr><td rowspan="2">1</td><td rowspan="2">县水利局</td><td>开展河道采砂专项整治</td></tr>
    <tr><td>清理河道乱占乱建问题</td></tr>
    <tr><td>2</td><td>县水利局</td><td>划定河道管理范围并公告</td></tr></table>"""
    made = extract(read_bytes("table.html", f"<html><body>{page}</body></html>".encode()))
    assert [len(s.obligations) for s in made.statements] == [2, 1]


@pytest.mark.skipif(not ORIGINALS, reason="../shared/corpus/original is not present")
@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.name)
def test_originals_say_what_their_text_says(original: Path) -> None:
    plain = extract(read_document(CORPUS / "text" / f"{original.stem}.txt"))
    made = extract(read_document(original))
    assert_quotes_stand(made)
    assert_quotes_stand(plain)
    if original.stem in UNJOINED:
        assert {
            k: v for k, v in UNJOINED[original.stem].items() if _alike(made, plain, k) < v
        } == {}
        return
    assert items(made) == items(plain)
