"""The matrix of plans with and without domains, and the words around answers."""

from __future__ import annotations

import pytest

from kg.ingest import Upload, build
from kg.store import open_store
from kg.vocabulary import DEFAULT_BASE
from kg.web.api.reader import Reader
from kg.web.pages.ask import _said
from kg.web.pages.matrix import IN_DOMAIN, IN_SECTION, count_cells, sections_of

PLAN = (
    "阜康市人民政府办公室关于做好森林防火工作的通知\n"
    "二、重点任务\n"
    "(一)加强巡护。配齐护林员。(责任单位:市林业局、市财政局)\n"
    "(二)备足物资。建好仓库。(牵头单位:市应急管理局)\n"
)


def test_sections_are_the_columns_of_a_plan_without_domains() -> None:
    store = open_store("memory:")
    build([Upload("forest.txt", PLAN.encode())], store, workers=1)
    reader = Reader(store, DEFAULT_BASE)
    assert count_cells(reader, None, IN_DOMAIN) == {}
    cells = count_cells(reader, None, IN_SECTION)
    columns = sections_of(reader, cells)
    assert len(columns) == 2
    roles = sorted((columns.index(field), tally.roles) for (_, field), tally in cells.items())
    assert roles == [(0, {"shared": 1}), (0, {"shared": 1}), (1, {"lead": 1})]
    assert all("hl=" in (tally.evidence or "") for tally in cells.values())


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("牵头的是市消防救援大队。", ["市消防救援大队"], "牵头的是市消防救援大队。"),
        ("文件要求:一;二;三;四。", ["一", "二", "三", "四"], "文件要求"),
        ("按文件:《甲》一、二;《乙》三、四。", ["一", "二", "三", "四"], None),
        ("没有说。", [], "没有说。"),
    ],
)
def test_a_long_answer_does_not_say_its_values_twice(
    text: str, values: list[str], said: str | None
) -> None:
    assert _said(text, values) == (text if said is None else said)
