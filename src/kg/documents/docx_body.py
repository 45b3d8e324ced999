"""Turn the body of a Word document into lines, in the order in which it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

from kg.documents.collected import Collected
from kg.documents.docx_numbering import Numbering
from kg.documents.tables import MAX_COLUMNS

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXTBOX = qn("w:txbxContent")
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Deleted and moved-away text, field codes, notes, phonetic guides, and the second of two forms of
# the same drawing.
_NOT_SHOWN = frozenset({
    qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:rt"), qn("w:pPr"),
    qn("w:sdtPr"), qn("w:rPr"), _ALTERNATIVE + "Fallback",
})  # fmt: skip
_BREAKS = {
    qn("w:tab"): " ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " ",
}  # fmt: skip


def lines_of(document: Document) -> Collected:
    """The lines of the body with the place of each and the tables among them."""
    reader = _Reader(Numbering.of(document))
    reader.read(document.element.body)
    return reader.found


class _Reader:
    """Reads paragraphs and tables in order, counting list numbers as it goes."""

    def __init__(self, numbering: Numbering) -> None:
        self.found = Collected()
        self._numbering = numbering

    def read(self, container: _Element) -> None:
        """Read what stands in a body, content control or cell."""
        for block in _blocks(container):
            if block.tag == _P:
                self._read_paragraph(block)
            else:
                self._read_table(block)

    def _read_paragraph(self, paragraph: _Element) -> None:
        self.found.add_paragraph(self._text(paragraph))
        for box in paragraph.iter(_TEXTBOX):
            if not _hidden_copy(box):
                self.read(box)

    def _text(self, paragraph: _Element) -> str:
        text = "".join(_pieces(paragraph))
        return self._numbering.label(paragraph) + text if text.strip() else text

    def _read_table(self, table: _Element) -> None:
        rows = [list(_inner(row, _TC)) for row in _inner(table, _TR)]
        if all(len(row) <= 1 for row in rows):
            # A frame around text, not a table.
            for row in rows:
                for cell in row:
                    self.read(cell)
            return
        self.found.add_table(self._grid(rows))

    def _grid(self, rows: list[list[_Element]]) -> list[list[str]]:
        """The texts of all places of the table; merged ones repeat the value."""
        above: dict[int, str] = {}
        laid_out: list[list[str]] = []
        for row in rows:
            texts = [""] * (_offset(row[0]) if row else 0)
            for cell in row:
                text = self._cell_text(cell)
                if _continues(cell):
                    text = above.get(len(texts), text)
                texts.extend([text] * _columns(cell))
            above = dict(enumerate(texts))
            laid_out.append(texts[:MAX_COLUMNS])
        width = max(map(len, laid_out), default=0)
        return [
            texts[:1] if len(row) == 1 and len(texts) == width else texts
            for row, texts in zip(rows, laid_out, strict=True)
        ]

    def _cell_text(self, cell: _Element) -> str:
        return " ".join(filter(str.strip, (self._text(p) for p in cell.iter(_P))))


def _blocks(container: _Element) -> Iterator[_Element]:
    """Paragraphs and tables in a container, through content controls and tracked changes."""
    for child in container:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag not in _NOT_SHOWN and isinstance(child.tag, str):
            yield from _blocks(child)


def _inner(element: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, not those of tables nested in it."""
    for child in element:
        if child.tag == tag:
            if not _deleted_row(child):
                yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _inner(child, tag)


def _deleted_row(row: _Element) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _pieces(element: _Element) -> Iterator[str]:
    """The shown text of a paragraph, without text boxes, which stand apart."""
    for child in element:
        tag = child.tag
        if tag in (qn("w:t"), _MATH_TEXT):
            yield child.text or ""
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == qn("w:br"):
            yield "" if child.get(qn("w:type")) in ("page", "column") else "\n"
        elif tag == qn("w:sym"):
            yield _symbol(child)
        elif tag in _NOT_SHOWN or tag == _TEXTBOX or not isinstance(tag, str):
            continue
        elif not (tag == qn("w:r") and _is_hidden(child)):
            yield from _pieces(child)


def _symbol(element: _Element) -> str:
    """A character of a symbol font; private ones have no meaning without the font."""
    code = element.get(qn("w:char")) or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xD800 <= number <= 0xF8FF or number > 0x10FFFF else chr(number)


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false", "off")


def _hidden_copy(box: _Element) -> bool:
    """Whether a text box is the older form of one that was read already, or in another box."""
    return any(
        parent.tag in (_ALTERNATIVE + "Fallback", _TEXTBOX, qn("w:del"))
        for parent in box.iterancestors()
    )


def _columns(cell: _Element) -> int:
    return max(1, _number(cell, "w:tcPr", "w:gridSpan"))


def _offset(cell: _Element) -> int:
    """How many columns are left free before the first cell of a row."""
    row = cell.getparent()
    return 0 if row is None else _number(row, "w:trPr", "w:gridBefore")


def _number(element: _Element, properties: str, name: str) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    value = (found.get(qn("w:val")) or "") if found is not None else ""
    return min(int(value[:6]), MAX_COLUMNS) if value.isascii() and value.isdigit() else 0


def _continues(cell: _Element) -> bool:
    """Whether a cell goes on with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"
