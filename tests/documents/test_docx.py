"""Word documents: automatic numbers, merged cells, and only what is shown."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kg.documents import read_bytes
from kg.documents.numerals import numeral
from tests.documents.making import saved

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "%3.%4"),
    ("decimalEnclosedCircle", "%5"),
)


def numbered(*paragraphs: tuple[int, int, str]) -> docx.document.Document:
    """A document of paragraphs in list 1 or its restart 2, each with its level and text."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.clear()
    numbering.append(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7">{levels}</w:abstractNum>')
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    for number, override in ((1, ""), (2, restart)):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="7"/>{override}'
                "</w:num>"
            )
        )
    for number, level, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
                "</w:numPr>"
            )
        )
    return document


def test_automatic_numbers_are_part_of_the_text() -> None:
    document = numbered(
        (1, 0, "总体要求"), (1, 1, "目标"), (1, 1, "原则"), (1, 2, "依法"), (1, 3, "细则"),
        (1, 0, "任务"), (1, 1, "宣传"), (1, 4, "社区"), (2, 0, "另起"), (0, 0, "无号"), (1, 0, "保障"),
    )  # fmt: skip
    assert read_bytes("n.docx", saved(document)).lines == (
        "一、总体要求", "（一）目标", "（二）原则", "1.依法", "1.1 细则",
        "二、任务", "（一）宣传", "①社区", "五、另起", "无号", "六、保障",
    )  # fmt: skip


def test_number_comes_from_the_style_of_a_heading() -> None:
    document = numbered((1, 0, "甲"))
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    document.add_heading("乙", level=1)
    assert read_bytes("n.docx", saved(document)).lines == ("一、甲", "二、乙")


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (1010, "chineseCounting", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (4, "decimalZero", "04"),
        (21, "decimalEnclosedCircle", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedParen", "⑶"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (4, "bullet", ""),
        (4, "someNewForm", "4"),
        (0, "chineseCounting", "0"),
    ],
)
def test_numeral(number: int, form: str, shown: str) -> None:
    assert numeral(number, form) == shown


def test_merged_cells_repeat_their_value() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    rows = (("任务", "", "单位"), ("一、宣传", "", ""), ("1", "甲", "市局"), ("1", "乙", ""))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 2).merge(table.cell(3, 2))
    view = read_bytes("t.docx", saved(document))
    assert view.lines == ("任务\t任务\t单位", "一、宣传", "1\t甲\t市局", "1\t乙\t市局")
    assert view.tables == ((1, 3, 4),)
    assert [place.row for place in view.places] == [1, 2, 3, 4]


def test_frame_of_one_cell_is_no_table() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "甲"
    cell.add_paragraph("乙")
    view = read_bytes("t.docx", saved(document))
    assert view.lines == ("甲", "乙")
    assert view.tables == ()


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (run("<w:t>市</w:t>") + run("<w:t>住建局</w:t>"), ("市住建局",)),
        (run("<w:t>甲</w:t><w:br/><w:t>乙</w:t>"), ("甲", "乙")),
        (run('<w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t>'), ("甲乙",)),
        (run("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>"), ("甲 乙",)),
        (f'<w:ins w:id="1" w:author="a">{run("<w:t>加</w:t>")}</w:ins>', ("加",)),
        (f'<w:del w:id="1" w:author="a">{run("<w:delText>删</w:delText>")}</w:del>', ()),
        (run("<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>"), ()),
        (run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>不隐</w:t>'), ("不隐",)),
        (run("<w:instrText>PAGE</w:instrText>"), ()),
        (f'<w:hyperlink w:anchor="a">{run("<w:t>链</w:t>")}</w:hyperlink>', ("链",)),
        (f"<w:sdt><w:sdtContent>{run('<w:t>控件</w:t>')}</w:sdtContent></w:sdt>", ("控件",)),
        (run('<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>选</w:t>'), ("选",)),
        (run("<w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict>"),
         ("框",)),
    ],
)  # fmt: skip
def test_only_what_is_shown_is_read(inner: str, shown: tuple[str, ...]) -> None:
    document = docx.Document()
    document.add_paragraph("头")
    document.element.body.insert(1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    document.sections[0].header.paragraphs[0].text = "页眉"
    assert read_bytes("s.docx", saved(document)).lines == ("头", *shown)
