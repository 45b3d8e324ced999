"""Make documents of every format out of one text, as other programs would write them."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

Row = Sequence[str]
Block = str | Sequence[Row]

SENTENCE = (
    "各县市人民政府要加强组织领导，明确工作责任，健全协调机制，确保各项任务落到实处、取得实效。"
)
TEXT: tuple[Block, ...] = (
    "某州消防安全工作方案",
    "州政办发〔2020〕12号",
    "一、总体要求",
    "（一）深化火灾隐患整治。2020年6月底前完成高层建筑、大型商业综合体等重点场所的排查，建立问题"
    "清单和整改台账，逐项销号。（牵头单位：州消防救援支队；责任单位：州住建局、州商务局、各县市）",
    SENTENCE * 3,
    "二、任务分工",
    (
        ("序号", "工作任务", "牵头单位", "完成时限"),
        ("1", "开展消防安全培训，覆盖全部社区", "州消防救援支队", "2020年9月底"),
        ("2", "更新消防车辆和器材", "州财政局", "2020年12月底"),
    ),
    "三、保障措施",
    "（一）" + SENTENCE,
)


def as_lines(blocks: Sequence[Block]) -> list[str]:
    """The text view that any format made from the blocks must give."""
    lines: list[str] = []
    for block in blocks:
        lines.extend([block] if isinstance(block, str) else ("\t".join(row) for row in block))
    return lines


def make_html(blocks: Sequence[Block], encoding: str = "utf-8") -> bytes:
    """A page of a government site with menus around the text."""
    body = "".join(
        f"<p>{html.escape(block)}</p>" if isinstance(block, str) else _html_table(block)
        for block in blocks
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>某州人民政府</title>'
        '<style>p{color:red}</style></head><body><div class="top_nav"><ul><li><a href="/">首页</a>'
        '</li><li><a href="/zw">政务公开</a></li></ul></div><div id="zoom">'
        f'{body}</div><div class="footer"><p>版权所有：某州人民政府办公室 标识码1234567890</p></div>'
        "<script>document.write('不是正文')</script></body></html>"
    ).encode(encoding)


def _html_table(rows: Sequence[Row]) -> str:
    cells = ("".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def make_docx(blocks: Sequence[Block]) -> bytes:
    """A Word document with a paragraph or a table per block."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for number, row in enumerate(block):
            for cell, text in zip(table.rows[number].cells, row, strict=True):
                cell.text = text
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_pdf(blocks: Sequence[Block], header: str = "", *, repeat_header: bool = False) -> bytes:
    """A PDF with first lines set in, ruled tables, and a number at the foot of every page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
    )
    cell = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")
    story = [
        Paragraph(html.escape(block), body)
        if isinstance(block, str)
        else Table(
            [[Paragraph(html.escape(text), cell) for text in row] for row in block],
            colWidths=[40, 180, 120, 100],
            style=[("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")],
            repeatRows=int(repeat_header),
        )
        for block in blocks
    ]

    def around(canvas: Canvas, _: object) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(297, 40, f"- {canvas.getPageNumber()} -")
        canvas.drawCentredString(297, 800, header)

    file = io.BytesIO()
    document = SimpleDocTemplate(file, pagesize=A4, invariant=True)
    document.build(story, onFirstPage=around, onLaterPages=around)
    return file.getvalue()


def changed_docx(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package with parts replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()
