"""Turn the elements of a page into lines: a line per paragraph, list item and table row."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from kg.documents.collected import Collected
from kg.documents.html_tree import attribute, name_of, number_of, walk
from kg.documents.numerals import numeral
from kg.documents.tables import MAX_COLUMNS, Cell, grid
from kg.documents.visible import visible

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_ROW_PARTS = frozenset({"tbody", "thead", "tfoot"})
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def lines_of(roots: Sequence[LexborNode]) -> Collected:
    """The lines of the elements, with the place of each and the tables among them."""
    found = Collected()
    for root in roots:
        _Reader(found).read(root)
    return found


class _Reader:
    """Collects the text of a block until the next begins; hands data tables on whole."""

    def __init__(self, found: Collected) -> None:
        self._found = found
        self._text: list[str] = []
        self._preformatted = 0

    def read(self, root: LexborNode) -> None:
        for node, entering in walk(root, self._take_table):
            name = name_of(node)
            if node.is_text_node:
                if entering:
                    self._add_text(node.text_content or "")
            elif name == "br" and entering:
                self._text.append("\n")
            elif name in _BLOCKS:
                self._preformatted += (1 if entering else -1) * (name == "pre")
                self._flush()
                if name == "li" and entering:
                    self._text.append(_list_number(node))
        self._flush()

    def _add_text(self, text: str) -> None:
        if self._preformatted:
            self._text.append(text)
        else:
            self._text.append(visible(text))

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if text.strip():
            self._found.add_paragraph(text)

    def _take_table(self, node: LexborNode) -> bool:
        """Take a table of data as rows; a table for layout is walked like any other block."""
        if name_of(node) != "table":
            return False
        if node.css_first("td table, th table") is not None:
            return False
        rows = _rows(node)
        if not _is_data(rows):
            return False
        self._flush()
        caption = node.css_first("caption")
        if caption is not None:
            self._found.add_paragraph(_text_of(caption))
        self._found.add_table(grid(rows))
        return True


def _is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether cells stand side by side with text, unlike where a table only frames a page."""
    side_by_side = any(sum(1 for cell in row if cell.text.strip()) > 1 for row in rows)
    longest = max((len(cell.text) for row in rows for cell in row), default=0)
    total = sum(len(cell.text) for row in rows for cell in row)
    return side_by_side and not (longest > 2000 and longest > 0.9 * total)


def _rows(table: LexborNode) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for part in _elements(table):
        if name_of(part) == "tr":
            rows.append(_cells(part))
        elif name_of(part) in _ROW_PARTS:
            rows.extend(_cells(row) for row in _elements(part) if name_of(row) == "tr")
    return rows


def _cells(row: LexborNode) -> list[Cell]:
    return [
        Cell(
            _text_of(cell),
            number_of(cell, "colspan", least=1, most=MAX_COLUMNS),
            number_of(cell, "rowspan", least=1, most=65534),
        )
        for cell in _elements(row)
        if name_of(cell) in ("td", "th")
    ]


def _elements(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _text_of(cell: LexborNode) -> str:
    """The text of a cell as one line; paragraphs and line breaks in it become blanks."""
    pieces: list[str] = []
    for node, entering in walk(cell):
        if node.is_text_node and entering:
            pieces.append(node.text_content or "")
        elif name_of(node) == "br" or name_of(node) in _BLOCKS:
            pieces.append(" ")
    return "".join(pieces)


def _list_number(item: LexborNode) -> str:
    """The number that a browser shows before an item of an ordered list."""
    parent = item.parent
    if parent is None or name_of(parent) != "ol" or "none" in attribute(parent, "style"):
        return ""
    position = number_of(parent, "start", least=1, most=99999)
    before = item.prev
    while before is not None:
        position += name_of(before) == "li"
        before = before.prev
    return numeral(position, _LIST_TYPES.get(attribute(parent, "type"), "decimal")) + "."
