"""Join the lines of PDF pages to paragraphs, and tables that go on over a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.documents.pdf_glyphs import TextLine, joined
from kg.documents.pdf_pages import PageContent, PageTable
from kg.documents.visible import cell_of, line_of
from kg.model import Place

Box = tuple[float, float, float, float]

_PAGE_NUMBER = re.compile(
    r"[\W_]*(第\s*)?([0-9０-９]{1,4}|[ivxlc]{1,6})(\s*页)?([\W_]*(共|of|/)?\s*[0-9０-９]{1,4}\s*页?)?[\W_]*",
    re.I,
)
_DIGITS = re.compile(r"[0-9０-９]+")
# What opens a paragraph even where it is not set in: numbers of articles, items and annexes.
_OPENING = re.compile(
    r"附件|第[一二三四五六七八九十百零〇\d]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]"
)
_SENTENCE_END = tuple("。！？；：!?;:")
# What may end a sentence or stand within one.
_CLOSING = tuple("）)”》〕")
# What ends no paragraph.
_WITHIN = tuple("，、,")
_MARGIN = 0.12
_EDGE_LINES = 2
_INDENT = 0.8
# Lines this many times further apart than usual belong to different paragraphs.
_APART = 1.3
# Where a full line ends within a sentence, only a gap this wide is more than wider spacing.
_FAR_APART = 2.2
_ENOUGH_LINES = 5
_SAME_END = 1.0


@dataclass(slots=True)
class PdfText:
    """The finished lines with page and box of each, and the tables among them."""

    lines: list[str]
    places: list[Place]
    tables: list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Margins:
    """Where full lines begin and end, and how paragraphs are told apart.

    Attributes:
        indented: first lines are set in.
        spaced: paragraphs stand further apart than lines.
        pitch: distance of lines from top to top.
    """

    left: float
    right: float
    indented: bool = False
    spaced: bool = False
    pitch: float = 0.0


def paragraphs_of(pages: Sequence[PageContent]) -> PdfText:
    """The text of the pages: a line per paragraph, a line per table row with tabs."""
    running = _running_lines(pages)
    margins = _margins_by_page(pages)
    writer = _Writer()
    for page in pages:
        shown = [
            block
            for block in page.blocks
            if isinstance(block, PageTable) or not _is_running(block, page, running)
        ]
        for block in shown:
            if isinstance(block, PageTable):
                writer.add_table(block, page.number)
            else:
                writer.add_line(block, page.number, margins[page.number])
    return writer.finished()


class _Writer:
    """Collects lines until a paragraph ends, and table rows until a table ends."""

    def __init__(self) -> None:
        self._text = PdfText([], [], [])
        self._open = ""
        self._last: TextLine | None = None
        self._page = 0
        self._box: Box = (0, 0, 0, 0)
        self._first_page = 0
        self._tables = 0
        self._rows: list[tuple[str, ...]] = []
        self._numbers: list[int] = []
        self._unfinished: tuple[bool, ...] = ()

    def add_line(self, line: TextLine, page: int, margins: Margins) -> None:
        self._close_table()
        last = self._last
        if last is None or not _goes_on(last, line, margins, same_page=page == self._page):
            self._close_paragraph()
            self._open, self._first_page, self._box = line.text, page, line.box
        else:
            self._open = joined(self._open, line.text)
            if page == self._first_page:
                self._box = _around(self._box, line.box)
        self._last, self._page = line, page

    def add_table(self, table: PageTable, page: int) -> None:
        self._close_paragraph()
        width = max(map(len, table.rows))
        rows = list(zip(table.rows, table.row_boxes, strict=True))
        continues = (
            bool(self._rows) and page == self._page + 1 and max(map(len, self._rows)) == width
        )
        if continues:
            # The same table goes on; many offices print its header again.
            rows = rows[1:] if table.rows[0] == self._rows[0] else rows
        else:
            self._close_table()
            self._tables += 1
        whole = rows and len(rows[0][0]) == len(self._unfinished)
        if continues and whole and (table.open_top or _is_rest(rows[0][0], self._unfinished)):
            self._complete_row(rows.pop(0)[0])
        self._unfinished = table.unfinished
        for row, box in rows:
            text = "\t".join(map(cell_of, row))
            self._rows.append(row)
            if text.strip():
                place = Place(page=page, box=_rounded(box), table=self._tables, row=len(self._rows))
                self._emit(text, place)
                self._numbers.append(len(self._text.lines))
        self._page = page

    def _complete_row(self, rest: tuple[str, ...]) -> None:
        """Add to the last row what of its cells stands on this page."""
        pairs = zip(self._rows[-1], rest, self._unfinished, strict=True)
        row = tuple(joined(a, b) if cut else f"{a} {b}".strip() for a, b, cut in pairs)
        self._rows[-1] = row
        self._text.lines[self._numbers[-1] - 1] = "\t".join(map(cell_of, row))

    def finished(self) -> PdfText:
        self._close_paragraph()
        self._close_table()
        return self._text

    def _close_paragraph(self) -> None:
        if line := line_of(self._open):
            self._emit(line, Place(page=self._first_page, box=_rounded(self._box)))
        self._open, self._last = "", None

    def _close_table(self) -> None:
        # A row of one cell over all columns is a heading, as in the other formats.
        if rows := [number for number in self._numbers if "\t" in self._text.lines[number - 1]]:
            self._text.tables.append(tuple(rows))
        self._rows, self._numbers = [], []

    def _emit(self, line: str, place: Place) -> None:
        self._text.lines.append(line)
        self._text.places.append(place)


def _is_rest(row: tuple[str, ...], unfinished: tuple[bool, ...]) -> bool:
    """Whether the first row on a page is the rest of the row that the page end cut.

    It has no number of its own, and each of its texts continues a cell that ended for want of room.
    """
    pairs = list(zip(row, unfinished, strict=True))
    return not row[0] and any(row) and all(cut for text, cut in pairs if text)


def _goes_on(last: TextLine, line: TextLine, margins: Margins, *, same_page: bool) -> bool:
    """Whether a line continues the paragraph of the one before.

    It does where the line before broke only for want of room, and this one is not set in.
    """
    size = max(last.size, line.size)
    if abs(last.size - line.size) > 0.15 * size:
        return False
    room = margins.right - last.box[2]
    if room >= line.lead + 0.6 * size:
        return False
    if line.box[0] > margins.left + _INDENT * size and not _hangs(last, line, size):
        return False
    pitch = line.box[1] - last.box[1] if same_page else 0.0
    if not last.text.endswith(_SENTENCE_END + _CLOSING):
        return pitch <= max(_FAR_APART * margins.pitch, size)
    if pitch > max(_APART * margins.pitch, size) or _OPENING.match(line.text):
        return False
    if last.text.endswith(_CLOSING):
        return True
    told_otherwise = margins.indented or (margins.spaced and same_page)
    return told_otherwise or line.text.startswith(("（", "("))


def _hangs(last: TextLine, line: TextLine, size: float) -> bool:
    """Whether a line set in goes on with the full one above: one of a block that is set in whole.

    It stands left of a first line, or the one above ends within a sentence.
    """
    return line.box[0] < last.box[0] - 0.5 * size or (
        (
            last.text.endswith(_WITHIN)
            or (abs(line.box[0] - last.box[0]) < 0.5 * size and not _OPENING.match(last.text))
        )
        and not (last.text.endswith(_SENTENCE_END) or _OPENING.match(line.text))
    )


def _margins_by_page(pages: Sequence[PageContent]) -> dict[int, Margins]:
    """The margins of each page: its own where enough long lines show them, else its kind's."""
    by_width: dict[int, list[PageContent]] = {}
    for page in pages:
        by_width.setdefault(round(page.width), []).append(page)
    found: dict[int, Margins] = {}
    for alike in by_width.values():
        lines = [line for page in alike for line in page.lines]
        common = _margins(lines, alike[0].width)
        set_in = sum(1 for line in lines if _is_set_in(line, common.left))
        pitches = [pitch for page in alike for pitch in _pitches(page.lines)]
        pitch = _most_common(pitches)
        wider = sum(1 for each in pitches if _APART * pitch < each < 3 * pitch)
        for page in alike:
            found[page.number] = replace(
                _margins(page.lines, page.width, otherwise=common),
                indented=set_in * 50 > len(lines),
                spaced=wider * 20 > len(pitches),
                pitch=pitch,
            )
    return found


def _is_set_in(line: TextLine, left: float) -> bool:
    return line.size < line.box[0] - left < 3.5 * line.size


def _pitches(lines: Sequence[TextLine]) -> list[float]:
    return [after.box[1] - line.box[1] for line, after in pairwise(lines)]


def _margins(lines: Sequence[TextLine], width: float, otherwise: Margins | None = None) -> Margins:
    longest = max((line.box[2] - line.box[0] for line in lines), default=0.0)
    long_lines = [line for line in lines if line.box[2] - line.box[0] > 0.7 * longest]
    if otherwise and longest < 0.8 * (otherwise.right - otherwise.left):
        return otherwise
    if otherwise and len(long_lines) < _ENOUGH_LINES:
        return _margins_of_few(lines, long_lines, otherwise)
    left = _leftmost([line.box[0] for line in lines])
    right = _most_common([line.box[2] for line in long_lines])
    if longest < width / 2:
        # No line is full, so nothing shows the right margin; it is as wide as the left one.
        right = width - left
    return Margins(left, right)


def _margins_of_few(
    lines: Sequence[TextLine], long_lines: Sequence[TextLine], otherwise: Margins
) -> Margins:
    """Margins that few lines show: two that follow one another and end at the same place."""
    for line, after in pairwise(long_lines):
        if abs(line.box[2] - after.box[2]) < _SAME_END:
            left = _leftmost([each.box[0] for each in lines])
            return replace(otherwise, left=left, right=after.box[2])
    return otherwise


def _leftmost(values: Sequence[float]) -> float:
    """The leftmost place where several lines begin; where paragraphs are short, most are set in."""
    ordered = sorted(values)
    least = max(2, len(ordered) // 10)
    for index, value in enumerate(ordered):
        if index + least <= len(ordered) and ordered[index + least - 1] - value <= 3:
            return value
    return ordered[0] if ordered else 0.0


def _most_common(values: Sequence[float]) -> float:
    """The middle of the values in the fullest band of three points."""
    bands = Counter(round(value / 3) for value in values)
    if not bands:
        return 0.0
    fullest = max(bands, key=lambda band: bands[band] + bands[band - 1] + bands[band + 1])
    near = sorted(value for value in values if abs(round(value / 3) - fullest) <= 1)
    return near[len(near) // 2]


def _running_lines(pages: Sequence[PageContent]) -> set[tuple[str, int]]:
    """Headers and footers: the same words at the same height on most pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        lines = page.lines
        for line in {
            id(each): each for each in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])
        }.values():
            seen[_running_key(line)] += 1
    least = max(3, len(pages) // 2)
    return {key for key, count in seen.items() if count >= least}


def _running_key(line: TextLine) -> tuple[str, int]:
    return _DIGITS.sub("#", "".join(line.text.split())), round(line.box[1] / 6)


def _is_running(line: TextLine, page: PageContent, running: set[tuple[str, int]]) -> bool:
    in_margin = line.box[1] < page.height * _MARGIN or line.box[3] > page.height * (1 - _MARGIN)
    if not in_margin:
        return False
    text, height = _running_key(line)
    near = any((text, height + step) in running for step in (-1, 0, 1))
    return near or _PAGE_NUMBER.fullmatch(line.text) is not None


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]),
    )  # fmt: skip


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = (round(value, 1) for value in box)
    return (x0, top, x1, bottom)
