"""Any table as CSV or XLSX, harmless in spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Literal

import xlsxwriter

from kg.exports.csv import harmless

_WIDEST = 80


def write_table(
    form: Literal["csv", "xlsx"],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    out: BinaryIO,
) -> None:
    """Write a table with its column names; no cell is ever taken for a formula.

    Args:
        form: CSV has a byte order mark, so that spreadsheets read Chinese.
        columns: names of the columns.
        rows: the cells; None is an empty cell.
        out: where the bytes go.
    """
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if form == "csv":
        text = io.StringIO(newline="")
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerows([columns, *([harmless(cell) for cell in row] for row in cells)])
        out.write(b"\xef\xbb\xbf" + text.getvalue().encode())
    else:
        _write_sheet(columns, cells, out)


def _write_sheet(columns: Sequence[str], rows: Sequence[Sequence[str]], out: BinaryIO) -> None:
    # Without strings_to_formulas a text that begins with '=' stays text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet()
        for number, row in enumerate((columns, *rows)):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:32000], head if number == 0 else body)
        for column, name in enumerate(columns):
            longest = max((len(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(len(name), longest) * 2 + 2))
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
