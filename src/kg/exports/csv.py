"""CSV: the list of responsibilities, with a byte order mark so that spreadsheets read Chinese."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from kg.analysis import Words
from kg.exports.lists import ROLES, read_responsibilities
from kg.exports.request import Format, Request

_COLUMNS = (
    Words("单位", "body"),
    Words("文中写法", "name as written"),
    Words("角色", "role"),
    Words("领域", "domain"),
    Words("任务", "duty"),
    Words("牵头单位", "lead"),
    Words("配合单位", "support"),
    Words("时限", "deadline"),
    Words("目标", "target"),
    Words("责任分工原文", "statement"),
    Words("文件", "document"),
    Words("行", "line"),
    Words("标识", "IRI"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")


def _write(request: Request, out: BinaryIO) -> None:
    found = read_responsibilities(request)
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([each.of(request.lang) for each in _COLUMNS])
    # Groups, and duties that nobody has, come after the bodies.
    rest = tuple(part for part in found.parts if part.group or not part.body)
    for parts in (*found.by_body.values(), rest):
        for part in parts:
            cells = (
                part.name if part.group else found.label(part.body),
                part.name,
                ROLES[part.role].of(request.lang) if part.role else "",
                found.label(part.field),
                part.text,
                found.names(part.duty, "lead"),
                found.names(part.duty, "cooperate", "shared"),
                found.when(part.duty),
                found.aims(part.duty),
                part.statement,
                part.title,
                str(part.line),
                part.duty,
            )
            rows.writerow([harmless(cell) for cell in cells])
    out.write(b"\xef\xbb\xbf" + text.getvalue().encode())


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


FORMAT = Format(
    "csv",
    "text/csv",
    ".csv",
    "duties",
    Words("CSV:责任清单,一行一项", "CSV: the list of responsibilities, a row each"),
    _write,
)
