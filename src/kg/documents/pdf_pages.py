"""Read the pages of a PDF into lines and ruled tables, each where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import Table

from kg.documents.pdf_glyphs import Glyph, TextLine, glyphs_of, joined, lines_among
from kg.documents.pdf_open import opened
from kg.documents.source import Source

_OCR = "run optical character recognition (OCR) over it first, e.g. with ocrmypdf -l chi_sim"
_UNKNOWN_SHARE = 0.1
_RULE_WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table: its place and the texts of its grid, merged cells resolved.

    Attributes:
        unfinished: for each cell of the last row whether its last line is full.
        open_top: no rule stands above the first row, which a page end has cut.
    """

    box: tuple[float, float, float, float]
    rows: tuple[tuple[str, ...], ...]
    row_boxes: tuple[tuple[float, float, float, float], ...]
    unfinished: tuple[bool, ...] = ()
    open_top: bool = False


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page from top to bottom."""

    number: int
    width: float
    height: float
    blocks: tuple[TextLine | PageTable, ...]
    has_image: bool

    @property
    def lines(self) -> list[TextLine]:
        """The lines of text outside tables."""
        return [block for block in self.blocks if isinstance(block, TextLine)]


def read_pages(source: Source) -> list[PageContent]:
    """The content of all pages.

    Raises:
        SourceError: encrypted, damaged, too many pages, or without a text layer.
    """
    with opened(source) as pdf:
        contents = [_content(page) for page in pdf.pages]
    _refuse_scan(source, contents)
    return contents


def _refuse_scan(source: Source, contents: list[PageContent]) -> None:
    empty = [content for content in contents if not content.blocks]
    scans = sum(1 for content in empty if content.has_image)
    if len(empty) == len(contents) or scans * 2 > len(contents):
        raise source.refused(
            f"{scans or len(empty)} of its {len(contents)} pages have no text layer, like a scan",
            _OCR,
        )
    text = "".join(line.text for content in contents for line in content.lines)
    if text.count("\ufffd") > _UNKNOWN_SHARE * len(text) > 0:
        raise source.refused("its fonts do not say which characters they show", _OCR)


def _content(page: Page) -> PageContent:
    glyphs = glyphs_of(page.chars)
    tables = _tables(page, glyphs)
    outside = [glyph for glyph in glyphs if not any(_inside(glyph, table.box) for table in tables)]
    blocks: list[TextLine | PageTable] = [*lines_among(outside), *tables]
    content = PageContent(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        blocks=tuple(sorted(blocks, key=lambda block: block.box[1])),
        has_image=bool(page.images),
    )
    # A page keeps all its parsed objects until closed.
    page.close()
    return content


def _tables(page: Page, glyphs: list[Glyph]) -> list[PageTable]:
    """The ruled tables of a page; underlines and frames are none, they have no two columns."""
    ruled = page.filter(_is_rule)
    if not any(edge["orientation"] == "v" for edge in ruled.edges):
        return []
    cuts = _open_ends(ruled.edges)
    settings = {"explicit_horizontal_lines": cuts} if cuts else {}
    found = [_table(table, glyphs, cuts) for table in ruled.find_tables(settings)]
    return [table for table in found if table and any(len(set(row)) > 1 for row in table.rows)]


def _open_ends(edges: list[dict[str, Any]]) -> list[float]:
    """Where columns end without a rule across: there a page end has cut a row."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    ends = Counter(round(edge[side], 1) for edge in upright for side in ("top", "bottom"))
    outer = {min(ends, default=0.0), max(ends, default=0.0)}
    return [
        end
        for end in sorted(outer)
        if ends[end] > 2 and not any(abs(end - rule) <= _RULE_WIDTH for rule in level)
    ]


def _is_rule(thing: dict[str, Any]) -> bool:
    """Whether an object is a rule that a reader sees: drawn, or filled and thin, and not white."""
    if thing["object_type"] not in ("line", "rect", "curve"):
        return False
    if thing.get("stroke") and not _is_white(thing.get("stroking_color")):
        return True
    thin = min(thing["width"], thing["height"]) <= _RULE_WIDTH
    return thin and bool(thing.get("fill")) and not _is_white(thing.get("non_stroking_color"))


def _is_white(color: Any) -> bool:
    """Whether a colour is white in grey or RGB; CMYK white is no ink at all."""
    values = color if isinstance(color, (tuple, list)) else (color,)
    if len(values) == 4:
        return all(value == 0 for value in values)
    return all(isinstance(value, (int, float)) and value >= 0.99 for value in values)


def _table(table: Table, glyphs: list[Glyph], cuts: list[float]) -> PageTable | None:
    cells = [tuple(map(float, cell)) for cell in table.cells]
    columns = _steps([cell[0] for cell in cells])
    tops = _steps([cell[1] for cell in cells])
    if len(columns) < 2 or len(tops) * len(columns) > 100_000:
        return None
    left, top, right, bottom = map(float, table.bbox)
    within = [glyph for glyph in glyphs if _inside(glyph, (left, top, right, bottom))]
    lines = {cell: _cell_lines(cell, within) for cell in cells}
    rows, boxes = [], []
    covering: list[tuple[float, ...] | None] = []
    for start, end in zip(tops, [*tops[1:], bottom], strict=True):
        covering = [_cell_at(cells, column + 1, start + 1) for column in columns]
        row = tuple(_cell_text(cell, lines[cell]) if cell else "" for cell in covering)
        rows.append(row[:1] if len(set(covering)) == 1 else row)
        boxes.append((left, start, right, end))
    unfinished = tuple(cell is not None and _is_full(cell, lines[cell]) for cell in covering)
    open_top = any(abs(top - cut) <= _RULE_WIDTH for cut in cuts)
    return PageTable((left, top, right, bottom), tuple(rows), tuple(boxes), unfinished, open_top)


def _cell_at(cells: list[tuple[float, ...]], x: float, y: float) -> tuple[float, ...] | None:
    return next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)


def _steps(values: list[float]) -> list[float]:
    """Distinct edges in order; rules a hair apart are the same edge."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > 3:
            steps.append(value)
    return steps


def _cell_lines(cell: tuple[float, ...], glyphs: list[Glyph]) -> list[TextLine]:
    inside = [glyph for glyph in glyphs if _inside(glyph, (cell[0], cell[1], cell[2], cell[3]))]
    return lines_among(inside)


def _cell_text(cell: tuple[float, ...], lines: list[TextLine]) -> str:
    """The text of a cell: a blank stands where its author, not its width, ended a line."""
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        parted = before is not None and _room(cell, lines, before) > line.lead + 0.6 * line.size
        text = f"{text} {line.text}" if parted else joined(text, line.text)
    return text


def _is_full(cell: tuple[float, ...], lines: list[TextLine]) -> bool:
    """Whether the last line of a cell ends where the cell does, so that more may follow."""
    return bool(lines) and _room(cell, lines, lines[-1]) < 2.3 * lines[-1].size


def _room(cell: tuple[float, ...], lines: list[TextLine], line: TextLine) -> float:
    """What a line leaves free of its cell, whose margins are alike left and right."""
    margin = max(0.0, min(each.box[0] for each in lines) - cell[0])
    return cell[2] - margin - line.box[2]


def _inside(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
