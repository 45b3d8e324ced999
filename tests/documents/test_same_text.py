"""One text gives the same view in every format."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.model import TextView
from tests.documents.making import SENTENCE, TEXT, as_lines, make_docx, make_html, make_pdf

LINES = tuple(as_lines(TEXT))
TABLE = tuple(number for number, line in enumerate(LINES, 1) if "\t" in line)


def assert_is_the_text(view: TextView) -> None:
    assert view.lines == LINES
    assert view.tables == (TABLE,)
    assert len(view.places) == len(LINES)
    rows = [view.places[number - 1].row for number in TABLE]
    assert rows == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gb2312"])
def test_html(encoding: str) -> None:
    view = read_bytes("plan.html", make_html(TEXT, encoding))
    assert_is_the_text(view)
    assert view.encoding == ("utf-8" if encoding == "utf-8" else "gb18030")
    assert [place.paragraph for place in view.places][:6] == [1, 2, 3, 4, 5, 6]


def test_docx() -> None:
    view = read_bytes("plan.docx", make_docx(TEXT))
    assert_is_the_text(view)
    assert [place.paragraph for place in view.places][:6] == [1, 2, 3, 4, 5, 6]


def test_pdf() -> None:
    view = read_bytes("plan.pdf", make_pdf(TEXT))
    assert_is_the_text(view)
    for place in view.places:
        assert place.page == 1
        assert place.box is not None
        x0, top, x1, bottom = place.box
        assert 0 <= x0 < x1 <= 595.3
        assert 0 <= top < bottom <= 841.9


def test_pdf_over_pages_joins_what_a_page_end_separates() -> None:
    blocks = [
        f"（{number}）甲部门{number * 3}。{SENTENCE * 3}" for number in "一二三四五六七八九十" * 2
    ]
    view = read_bytes("plan.pdf", make_pdf(blocks))
    assert list(view.lines) == blocks
    assert max(place.page or 0 for place in view.places) > 2


def test_pdf_leaves_out_headers_and_page_numbers() -> None:
    blocks = [f"{number}、{SENTENCE * 4}" for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"]
    view = read_bytes("plan.pdf", make_pdf(blocks, header="某州人民政府文件"))
    assert list(view.lines) == blocks


def test_table_that_goes_on_over_a_page_is_one_table() -> None:
    header = ("序号", "工作任务", "牵头单位", "完成时限")
    rows = [(str(n), f"任务{n}开展培训", "州财政局", "9月底") for n in range(1, 80)]
    view = read_bytes("plan.pdf", make_pdf([[header, *rows]], repeat_header=True))
    assert list(view.lines) == as_lines([[header, *rows]])
    assert len(view.tables) == 1
    assert {place.page for place in view.places} >= {1, 2}


def test_format_is_told_by_content_not_by_name() -> None:
    assert read_bytes("upload", make_pdf(TEXT)).media_type == "application/pdf"
    assert read_bytes("plan.bin", make_docx(TEXT)).lines == LINES
    assert read_bytes("noname", make_html(TEXT)).media_type == "text/html"
    assert read_bytes("old.doc", make_html(TEXT)).media_type == "text/html"
    served = b"<?xml version='1.0'?>\n<!-- page -->\n<%@ page %>" + make_html(TEXT)
    assert read_bytes("noname", served).lines == LINES
    assert read_bytes("tags.txt", b"<p>a</p>").lines == ("<p>a</p>",)
