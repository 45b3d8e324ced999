"""Plain text that is the print-out of a document: its lines are rejoined to the paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.documents import read_bytes
from kg.extraction import RULES, extract
from kg.extraction.flow import read_flow
from kg.model import TextView

SENTENCE = (
    "各县市人民政府要加强组织领导、明确工作责任，健全协调机制，确保各项任务落到实处，取得实效。"
)
PARAGRAPHS = (
    "一、总体要求",
    SENTENCE * 3,
    "（一）深化火灾隐患整治。" + SENTENCE * 2,
    "1.建立问题清单" + "，" + SENTENCE,
    "2.完善应急预案" + "，" + SENTENCE * 2,
    "附件1",
    SENTENCE * 4,
    "二、保障措施",
    SENTENCE + "于2020年6月底前完成。" + SENTENCE,
)


def view_of(text: str) -> TextView:
    return read_bytes("plan.txt", text.encode())


def printed(paragraphs: Sequence[str], width: int, indent: int) -> str:
    """Lines as wide as a page lets them, which begin with no closing mark and lose the indent."""
    lines: list[str] = []
    for text in paragraphs:
        start, room = 0, width - indent
        while start < len(text):
            end = start + room
            while end < len(text) and text[end] in "，。、）”":
                end -= 1
            lines.append(text[start:end])
            start, room = end, width
    return "\n".join(lines)


@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("width", [22, 27, 35, 42])
def test_lines_become_the_paragraphs_again(width: int, indent: int) -> None:
    view = view_of(printed(PARAGRAPHS, width, indent))
    blocks = [block.text for block in read_flow(view, RULES).blocks]
    expected = [block.text for block in read_flow(view_of("\n".join(PARAGRAPHS)), RULES).blocks]
    assert blocks == expected


def test_a_name_that_a_page_end_parts_holds_no_page_number() -> None:
    text = printed(
        [*PARAGRAPHS, "3.清理河道。（县水利局、县农业农村和水务局牵头，县公安局配合）"], 27, 2
    )
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if "县水利局" in line)
    lines.insert(at + 1, "— 12 —")
    found = extract(view_of("\n".join(lines))).statements[-1]
    assert [agent.name for agent in found.agents] == [
        "县水利局",
        "县农业农村和水务局",
        "县公安局",
    ]
