"""A workbook as offices print it: title, note, head, rows as high as their words need, pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any, BinaryIO

import xlsxwriter

from kg.exports.picture import width_of
from kg.exports.request import Request

_BODY, _HEAD, _TITLE = "仿宋", "黑体", "方正小标宋简体"
_SIZE, _LINE_HEIGHT, _MOST_HEIGHT, _MOST_CHARACTERS = 11, 15.5, 400, 32000
_LONGEST_NAME = 28
_TOP = 3
_PAPER_A4 = 9
_PAGE_WIDTH = 150
_STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "number": {"align": "center", "quote_prefix": False},
    "lead": {"bold": True, "font_color": "#C00000"},
    "missing": {"bg_color": "#FCE4D6"},
    "link": {"font_color": "#0563C1", "underline": 1, "quote_prefix": False},
    "title": {
        "font_size": 18,
        "align": "center",
        "valign": "vcenter",
        "border": 0,
        "font_name": _TITLE,
        "text_wrap": False,
    },
    "note": {"font_size": 10, "border": 0, "font_color": "#595959", "valign": "vcenter"},
    "head": {
        "align": "center",
        "valign": "vcenter",
        "bold": True,
        "bg_color": "#DCE6F1",
        "font_name": _HEAD,
    },
    "R": {"bold": True, "align": "center", "bg_color": "#F8CBAD"},
    "S": {"align": "center", "bg_color": "#FFE699"},
    "C": {"align": "center", "bg_color": "#E2EFDA"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its width in characters; an ``upright`` one has its name turned."""

    name: str
    width: float
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Words or a number in a style; ``link`` names the sheet to which they lead."""

    value: str | int
    style: str = ""
    link: str = ""


@dataclass
class Workbook:
    """A workbook with the styles that all its sheets share."""

    book: Any
    request: Request
    _names: set[str] = field(default_factory=set)
    _styles: dict[str, Any] = field(default_factory=dict)

    def sheet(self, name: str) -> Any:
        """Return a new sheet with a name that programs accept and that no other has."""
        clean = re.sub(r"[\[\]:*?/\\']|[\x00-\x1f]", "", name).strip()[:_LONGEST_NAME] or "—"
        unique, number = clean, 2
        # Excel keeps "History" for itself.
        while unique.casefold() in self._names | {"history"}:
            unique, number = f"{clean}{number}", number + 1
        self._names.add(unique.casefold())
        return self.book.add_worksheet(unique)

    def table(
        self,
        sheet: Any,
        title: str,
        note: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
    ) -> None:
        """Write a sheet: title and note, the head with filters, and the rows, ready to be printed."""
        self._top(sheet, title, note, columns)
        row = _TOP - 1
        for row, cells in enumerate(rows, _TOP):
            self._row(sheet, row, cells, columns)
        sheet.autofilter(_TOP - 1, 0, max(_TOP, row), len(columns) - 1)
        _page(sheet, columns, self.request)

    def _style(self, name: str) -> Any:
        if name not in self._styles:
            base = {
                "font_name": _BODY,
                "font_size": _SIZE,
                "valign": "top",
                "text_wrap": True,
                "border": 1,
                # A quote prefix keeps a cell text even when somebody edits it.
                "quote_prefix": True,
            }
            upright = {"rotation": 270 if self.request.lang == "zh" else 90}
            more = _STYLES["head"] | upright if name == "upright" else _STYLES[name]
            self._styles[name] = self.book.add_format(base | more)
        return self._styles[name]

    def _top(self, sheet: Any, title: str, note: str, columns: Sequence[Column]) -> None:
        last = len(columns) - 1
        for row, words, style in ((0, title, "title"), (1, note, "note")):
            if last:
                sheet.merge_range(row, 0, row, last, "", self._style(style))
            sheet.write_string(row, 0, words, self._style(style))
        whole = sum(column.width for column in columns)
        sheet.set_row(0, 32)
        sheet.set_row(1, _height([note], [whole * 1.1]))
        upright = max((width_of(c.name, 15.0) for c in columns if c.upright), default=0.0)
        sheet.set_row(_TOP - 1, max(24.0, min(240.0, upright + 14)))
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            style = self._style("upright" if column.upright else "head")
            name = column.name[:1].upper() + column.name[1:]
            sheet.write_string(_TOP - 1, number, name, style)

    def _row(self, sheet: Any, row: int, cells: Sequence[Cell], columns: Sequence[Column]) -> None:
        words = [str(cell.value) for cell in cells]
        sheet.set_row(row, _height(words, [column.width for column in columns]))
        for number, cell in enumerate(cells):
            style = self._style(cell.style)
            if isinstance(cell.value, int):
                sheet.write_number(row, number, cell.value, self._style(cell.style or "number"))
            elif cell.link:
                sheet.write_url(row, number, f"internal:'{cell.link}'!A1", style, cell.value)
            elif cell.value:
                sheet.write_string(row, number, cell.value[:_MOST_CHARACTERS], style)
            else:
                sheet.write_blank(row, number, None, style)


@contextmanager
def new_workbook(request: Request, title: str, out: BinaryIO) -> Iterator[Workbook]:
    """Give a workbook that is written when the block ends.

    Args:
        request: what is asked for; its day is the date of the file, so that two exports are equal.
        title: of the file.
        out: where the bytes go.
    """
    target = io.BytesIO()
    # Without strings_to_formulas a text that begins with '=' stays text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        created = datetime.combine(request.as_of, datetime.min.time())
        book.set_properties({"title": title, "created": created})
        yield Workbook(book, request)
    out.write(target.getvalue())


def _height(cells: Sequence[str], widths: Sequence[float]) -> float:
    """Return how high a row must be for its longest cell; few programs see to that themselves."""
    lines = max(
        (
            sum(
                max(1, ceil(width_of(part, 2.1) / max(1.0, width - 1)))
                for part in words.split("\n")
            )
            for words, width in zip(cells, widths, strict=False)
        ),
        default=1,
    )
    return min(_MOST_HEIGHT, _LINE_HEIGHT * lines + 3)


def _page(sheet: Any, columns: Sequence[Column], request: Request) -> None:
    """Set what is kept in sight, and how the sheet is printed."""
    sheet.freeze_panes(_TOP, 2)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    # More than twice the width of a page would be too small to read.
    across = ceil(sum(column.width for column in columns) / (2 * _PAGE_WIDTH))
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(_TOP - 1)
    if across > 1:
        sheet.repeat_columns(0, 1)
    sheet.set_footer(request.say("&C第 &P 页　共 &N 页", "&C&P / &N"))
