"""Paper in the form of Chinese official documents (GB/T 9704): page, fonts, headings, tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kg.exports.request import Request

_TITLE, _HEADING, _SUBHEADING, _BODY = "方正小标宋简体", "黑体", "楷体", "仿宋"
# The name under which another machine has the font, and its family.
_FONTS = {
    _TITLE: ("SimSun", "roman"),
    _HEADING: ("SimHei", "swiss"),
    _SUBHEADING: ("KaiTi", "script"),
    _BODY: ("FangSong", "roman"),
}


class Paper:
    """A document in official form, to which paragraphs are added."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        self._style("Normal", _BODY, 16)
        for level, font in ((1, _HEADING), (2, _SUBHEADING)):
            self._style(f"Heading {level}", font, 16)
        core = self.document.core_properties
        core.created = core.modified = datetime.combine(request.as_of, datetime.min.time())
        core.author = core.last_modified_by = ""
        core.title = request.say("责任落实情况分析报告", "Report on responsibilities")
        self._page_number(section)
        self._font_table()

    def _font_table(self) -> None:
        """Say what kind of fonts these are, so that programs without them choose like ones."""
        part = self.document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        fonts = parse_xml(part.blob)
        for name, (other, family) in _FONTS.items():
            font = OxmlElement("w:font")
            font.set(qn("w:name"), name)
            for tag, value in (("altName", other), ("charset", "86"), ("family", family)):
                child = OxmlElement(f"w:{tag}")
                child.set(qn("w:val"), value)
                font.append(child)
            fonts.append(font)
        part._blob = serialize_part_xml(fonts)

    def _style(self, name: str, font: str, size: int) -> None:
        style = self.document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = None
        style.font.bold = name.startswith("Heading") and self.request.lang == "en"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), font)
        color = style.element.rPr.find(qn("w:color"))
        if color is not None:
            style.element.rPr.remove(color)
        shape = style.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
        shape.space_before = shape.space_after = Pt(0)

    def _page_number(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = words
            run._r.append(element)
        paragraph.add_run(" —")

    def title(self, words: str) -> None:
        """Add the title, centred."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(34)
        paragraph.paragraph_format.space_after = Pt(20)
        run = paragraph.add_run(words)
        run.font.size, run.font.name = Pt(22), "Times New Roman"
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _TITLE)

    def heading(self, words: str, level: int = 1) -> None:
        """Add a heading."""
        paragraph = self.document.add_heading(words, level)
        paragraph.paragraph_format.first_line_indent = Pt(32)

    def say(self, words: str) -> None:
        """Add a paragraph, its first line indented by two characters."""
        paragraph = self.document.add_paragraph(words)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def sign(self, words: str) -> None:
        """Add the line below a text, on the right."""
        paragraph = self.document.add_paragraph(words)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(64)
        paragraph.paragraph_format.space_before = Pt(28)

    def turn(self) -> None:
        """Begin a new page."""
        self.document.add_page_break()

    def bytes(self) -> bytes:
        """Return the document; the same content gives the same bytes."""
        made = io.BytesIO()
        self.document.save(made)
        return _dateless(made.getvalue())

    def table(self, rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]) -> None:
        """Add a table whose first row is its head."""
        table = self.document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
        table.autofit = False
        # Word heeds the widths of cells, others those of columns.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row, cells in zip(table.rows, rows, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, words, width in zip(row.cells, cells, widths, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = Pt(18)
                run = paragraph.add_run(words)
                run.font.size = Pt(11)
                if cells is rows[0]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEADING)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)


def _dateless(data: bytes) -> bytes:
    """Return the same package with fixed times inside, so that two exports are equal."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            fixed = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(item.filename))
    return out.getvalue()
