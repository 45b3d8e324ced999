"""Any table as CSV or XLSX, harmless in spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

import xlsxwriter

from kg.exports.csv import harmless

Cell = str | int | float
_WIDEST, _MOST_CHARACTERS, _LONGEST_NAME = 80, 32_000, 31


def table_bytes(
    form: Literal["csv", "xlsx"], rows: Iterable[Sequence[Cell | None]], name: str = "table"
) -> bytes:
    """Return a table as a file; no cell is ever taken for a formula.

    Args:
        form: CSV has a byte order mark, so that spreadsheets read Chinese.
        rows: the names of the columns, then the cells; None is an empty cell.
        name: of the sheet.
    """
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    return _csv(cells) if form == "csv" else _workbook(cells, name)


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[Cell]], name: str) -> bytes:
    # Without strings_to_formulas a text that begins with '=' stays text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(name[:_LONGEST_NAME])
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    style = body if number else head
                    sheet.write_string(number, column, cell[:_MOST_CHARACTERS], style)
                else:
                    sheet.write_number(number, column, cell, body)
        for column in range(len(rows[0])):
            longest = max(len(str(row[column])) for row in rows)
            sheet.set_column(column, column, min(_WIDEST, longest * 2 + 2))
        sheet.freeze_panes(1, 0)
        if len(rows) > 1:
            sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    return out.getvalue()
