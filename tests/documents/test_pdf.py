"""How lines of a PDF become paragraphs, and what is seen as a table."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.documents import read_bytes
from kg.documents.pdf_glyphs import unified
from kg.model import TextView

FULL = "各县市人民政府要加强组织领导明确工作责任健全协调机制确保各项任务落实"
SIZE = 12
LEFT = 72.0
RIGHT = LEFT + SIZE * len(FULL)


def view_of(*lines: tuple[float, float, str], rules: str = "") -> TextView:
    """The view of one page with lines at the given indent (in characters) and top."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(RIGHT + LEFT, 842), invariant=True)
    canvas.setFont("STSong-Light", SIZE)
    if rules == "white":
        canvas.setFillColorRGB(1, 1, 1)
        for indent, top, _ in lines:
            canvas.rect(LEFT, 842 - top - 4, 200 + indent, 16, stroke=0, fill=1)
            canvas.rect(LEFT + 200, 842 - top - 4, 100, 16, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
    for indent, top, text in lines:
        canvas.drawString(LEFT + indent * SIZE, 842 - top, text)
    canvas.save()
    return read_bytes("p.pdf", file.getvalue())


def at_pitch(*lines: tuple[float, str]) -> TextView:
    return view_of(*((indent, 200 + 20 * n, text) for n, (indent, text) in enumerate(lines)))


SET_IN = FULL[:-2]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (((2, SET_IN), (0, FULL), (0, "完成。")), [SET_IN + FULL + "完成。"]),
        (((2, SET_IN), (0, "完成。"), (2, "二、任务")), [SET_IN + "完成。", "二、任务"]),
        (((2, SET_IN), (0, FULL[:-1] + "。"), (2, "另起")), [SET_IN + FULL[:-1] + "。", "另起"]),
        (((2, SET_IN), (0, FULL[:-1] + "。"), (0, "接着。")), [SET_IN + FULL[:-1] + "。接着。"]),
        (((2, SET_IN), (0, FULL[:-1] + "。"), (0, "附件1")), [SET_IN + FULL[:-1] + "。", "附件1"]),
        (((2, SET_IN), (0, "short"), (0, "行")), [SET_IN + "short", "行"]),
        (((2, SET_IN), (0, FULL[:-3] + "2020"), (0, "年底前。")), [SET_IN + FULL[:-3] + "2020年底前。"]),
        (((2, SET_IN[:-1]), (0, "能“赋智”工程。")), [SET_IN[:-1] + "能“赋智”工程。"]),
        (((2, SET_IN[:-2]), (0, "（套）设备。")), [SET_IN[:-2] + "（套）设备。"]),
        (((4, SET_IN[:-2]), (2, SET_IN), (2, "完成。")), [SET_IN[:-2] + SET_IN + "完成。"]),
        (((2, SET_IN[:-1] + "、"), (2, "完成。")), [SET_IN[:-1] + "、完成。"]),
        (((9, "工作方案"), (9, "（试行）"), (2, SET_IN), (0, FULL)),
         ["工作方案", "（试行）", SET_IN + FULL]),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(
    lines: tuple[tuple[float, str], ...], paragraphs: list[str]
) -> None:
    before = ((2, SET_IN), (0, "起首。"))
    assert list(at_pitch(*before, *lines).lines) == [SET_IN + "起首。", *paragraphs]


def test_word_that_did_not_fit_leaves_room_and_goes_on() -> None:
    view = at_pitch((2, SET_IN), (0, FULL[:-4]), (0, "COVID-19防控工作。"), (0, FULL))
    assert view.lines[0] == SET_IN + FULL[:-4] + "COVID-19防控工作。"


def test_paragraphs_apart_by_spacing() -> None:
    sentence = FULL[:-1] + "。"
    tops = (200, 220, 250, 270, 300, 320)
    view = view_of(*((0, top, sentence) for top in tops))
    assert view.lines == (sentence * 2,) * 3


def test_page_of_few_lines_shows_its_own_margins() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(RIGHT + LEFT, 842), invariant=True)
    for shift, texts in ((0, [FULL] * 12), (-20, [SET_IN, SET_IN, "完成。"])):
        canvas.setFont("STSong-Light", SIZE)
        for n, text in enumerate(texts):
            canvas.drawString(LEFT + shift, 742 - 20 * n, text)
        canvas.showPage()
    canvas.save()
    assert read_bytes("p.pdf", file.getvalue()).lines == (FULL * 12 + SET_IN * 2 + "完成。",)


def test_row_cut_by_the_page_end_without_a_rule_is_one_row() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), invariant=True)
    columns = (40, 100, 220, 340)
    for page, tops in enumerate(((100, 130, None), (None, 70, 100))):
        canvas.setFont("STSong-Light", SIZE)
        levels = [top for top in tops if top]
        for x in columns:
            canvas.line(x, 300 - (tops[0] or 40), x, 300 - (tops[-1] or 170))
        for level in levels:
            canvas.line(columns[0], 300 - level, columns[-1], 300 - level)
        cells = (
            [(45, 120, "序号"), (105, 120, "任务"), (225, 120, "单位"), (45, 150, "1"),
             (105, 150, "开展消防安全知识"), (225, 150, "县应急局")],
            [(105, 60, "培训。"), (225, 60, "县教育局"), (45, 90, "2"), (105, 90, "检查。"),
             (225, 90, "县公安局")],
        )[page]  # fmt: skip
        for x, top, text in cells:
            canvas.drawString(x, 300 - top, text)
        canvas.showPage()
    canvas.save()
    view = read_bytes("t.pdf", file.getvalue())
    assert view.lines[1:] == ("1\t开展消防安全知识培训。\t县应急局 县教育局", "2\t检查。\t县公安局")


def test_signature_keeps_a_blank_between_names() -> None:
    view = view_of((2, 200, "某省财政厅"), (12, 200, "某省教育厅"), (2, 240, "2020 年 6 月"))
    assert view.lines == ("某省财政厅 某省教育厅", "2020年6月")


def test_bold_printed_twice_is_read_once() -> None:
    view = view_of((2, 200, "某市方案"), (2.02, 200, "某市方案"))
    assert view.lines == ("某市方案",)


def test_white_boxes_are_no_table() -> None:
    view = view_of(*((0, 200 + 20 * n, f"5.{n} 收获机械") for n in range(8)), rules="white")
    assert view.tables == ()
    assert len(view.lines) == 8


def test_radicals_become_the_characters_that_they_look_like() -> None:
    assert unified("⼀、⻔⼾⻓⾦⺠⽣（１）") == "一、门户长金民生（１）"
    assert unified("一、门户ﬁ㎡") == "一、门户ﬁ㎡"
