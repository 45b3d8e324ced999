"""XLSX: the list of responsibilities a clerk hands in, with matrix and blind spots."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, BinaryIO

import xlsxwriter

from kg.analysis import Words, run_checks
from kg.analysis.model import GROUPS
from kg.exports.lists import ROLES, Part, Responsibilities, read_responsibilities
from kg.exports.picture import width_of
from kg.exports.request import Format, Request

_FONT = "仿宋"
_LETTERS = {"lead": "R", "shared": "S", "cooperate": "C"}
_SEVERITY = {
    "violation": Words("严重", "violation"),
    "warning": Words("注意", "warning"),
    "info": Words("提示", "info"),
}
_STATUS = {
    "open": Words("待处理", "open"),
    "accepted": Words("已接受", "accepted"),
    "resolved": Words("已落实", "resolved"),
}


@dataclass
class _Book:
    """A workbook with its formats."""

    book: Any
    found: Responsibilities
    names: set[str]

    @property
    def request(self) -> Request:
        """What is asked for."""
        return self.found.request

    def style(self, **more: Any) -> Any:
        """Return a cell format."""
        base = {
            "font_name": _FONT,
            "font_size": 11,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
        }
        # A quote prefix keeps a cell text even when somebody edits it.
        return self.book.add_format(base | {"quote_prefix": True} | more)

    @staticmethod
    def fit(sheet: Any, row: int, cells: Sequence[str], widths: Sequence[int]) -> None:
        """Make a row as high as its longest cell needs; not every program does so by itself."""
        lines = max(
            (
                ceil(width_of(words, 2.0) / max(1, width - 1))
                for words, width in zip(cells, widths, strict=False)
            ),
            default=1,
        )
        sheet.set_row(row, min(400, 15 * max(1, lines) + 3))

    def sheet(self, name: str) -> Any:
        """Return a new sheet with a name that programs accept."""
        clean = re.sub(r"[\[\]:*?/\\']", "", name)[:28] or "—"
        unique, number = clean, 2
        while unique.lower() in self.names:
            unique, number = f"{clean}{number}", number + 1
        self.names.add(unique.lower())
        return self.book.add_worksheet(unique)


def _write(request: Request, out: BinaryIO) -> None:
    found = read_responsibilities(request)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        _properties(book, request)
        made = _Book(book, found, set())
        overview = made.sheet(request.say("总览", "Overview"))
        matrix = made.sheet(request.say("职责矩阵RACI", "RACI matrix"))
        gaps = made.sheet(request.say("盲点", "Blind spots"))
        links = {body: _department(made, body, parts) for body, parts in found.by_body.items()}
        _overview(made, overview, links)
        _matrix(made, matrix)
        _gaps(made, gaps)
    out.write(target.getvalue())


def _properties(book: Any, request: Request) -> None:

    title = request.say("安全生产责任清单", "List of responsibilities")
    created = datetime.combine(request.as_of, datetime.min.time())
    book.set_properties({"title": title, "created": created})


def _head(
    made: _Book, sheet: Any, title: str, note: str, columns: Sequence[tuple[str, int]]
) -> None:
    """Write title, note and column heads; what is above stays in sight."""
    last = len(columns) - 1
    big = made.style(
        font_size=18, bold=True, align="center", border=0, font_name="宋体", text_wrap=False
    )
    small = made.style(font_size=10, border=0, font_color="#595959")
    head = made.style(
        bold=True, align="center", valign="vcenter", bg_color="#DCE6F1", font_name="黑体"
    )
    sheet.set_row(0, 30)
    sheet.set_row(2, 24)
    for number, (name, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(2, number, name, head)
    for row, words, style in ((0, title, big), (1, note, small)):
        if last:
            sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, words, style)
    sheet.freeze_panes(3, 2)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&P / &N")


def _note(made: _Book) -> str:
    titles = "、".join(
        dict.fromkeys(f"《{part.title}》" for part in made.found.parts if part.title)
    )
    day = made.request.as_of
    if len(titles) > 120:
        titles = titles[:119] + "…"
    return made.request.say(f"依据:{titles}　截至:{day}", f"Source: {titles}  As of: {day}")


def _department(made: _Book, body: str, parts: Sequence[Part]) -> str:
    """Write the sheet of one body and return its name."""
    say, found = made.request.say, made.found
    name = found.label(body)
    sheet = made.sheet(_short(parts, name))
    columns = (
        (say("序号", "No."), 6),
        (say("角色", "role"), 9),
        (say("领域", "domain"), 16),
        (say("任务", "duty"), 60),
        (say("牵头单位", "lead"), 20),
        (say("配合单位", "support"), 30),
        (say("时限", "deadline"), 18),
        (say("目标", "target"), 26),
        (say("出处(行)", "line"), 8),
        (say("责任分工原文", "statement"), 44),
        (say("文件", "document"), 24),
    )
    _head(made, sheet, say(f"{name}责任清单", f"Duties of {name}"), _note(made), columns)
    cell, lead = made.style(), made.style(bold=True, font_color="#C00000")
    number = made.style(align="center", quote_prefix=False)
    for row, part in enumerate(parts, 3):
        texts = (
            ROLES[part.role].of(made.request.lang),
            found.label(part.domain) or part.section,
            part.text,
            found.names(part.duty, "lead"),
            found.names(part.duty, "cooperate", "shared"),
            found.when(part.duty),
            "；".join(found.targets.get(part.duty, ())),
        )
        sheet.write_number(row, 0, row - 2, number)
        for column, words in enumerate(texts, 1):
            sheet.write_string(
                row, column, words, lead if column == 1 and part.role == "lead" else cell
            )
        sheet.write_number(row, 8, part.line, number)
        sheet.write_string(row, 9, part.statement, cell)
        sheet.write_string(row, 10, part.title, cell)
    sheet.autofilter(2, 0, max(3, len(parts) + 2), len(columns) - 1)
    return str(sheet.get_name())


def _short(parts: Sequence[Part], name: str) -> str:
    """Return the shortest name the documents use for a body; sheet names have little room."""
    return min((part.name for part in parts), key=len, default=name)


def _overview(made: _Book, sheet: Any, links: dict[str, str]) -> None:
    say, found = made.request.say, made.found
    columns = (
        (say("序号", "No."), 6),
        (say("单位", "body"), 34),
        (say("牵头任务", "duties led"), 11),
        (say("共同负责", "shared"), 11),
        (say("配合任务", "supported"), 11),
        (say("牵头领域", "domains led"), 40),
        (say("参与领域", "domains supported"), 60),
    )
    _head(made, sheet, say("责任清单总览", "Responsibilities: overview"), _note(made), columns)
    cell = made.style()
    number = made.style(align="center", quote_prefix=False)
    link = made.style(font_color="#0563C1", underline=1, quote_prefix=False)
    for row, (body, parts) in enumerate(found.by_body.items(), 3):
        sheet.write_number(row, 0, row - 2, number)
        sheet.write_url(row, 1, f"internal:'{links[body]}'!A1", link, found.label(body))
        for column, role in enumerate(ROLES, 2):
            count = len({part.duty for part in parts if part.role == role})
            sheet.write_number(row, column, count, number)
        led = dict.fromkeys(part.domain for part in parts if part.role == "lead" and part.domain)
        rest = dict.fromkeys(p.domain for p in parts if p.domain and p.domain not in led)
        joint = say("、", ", ")
        listed = [joint.join(found.label(each) for each in domains) for domains in (led, rest)]
        made.fit(sheet, row, listed, [width for _, width in columns][5:])
        for column, words in enumerate(listed, 5):
            sheet.write_string(row, column, words, cell)
    sheet.autofilter(2, 0, max(3, len(links) + 2), len(columns) - 1)


def _matrix(made: _Book, sheet: Any) -> None:
    """Write who has which role in which domain: R leads, S shares, C supports."""
    say, found = made.request.say, made.found
    columns = [(say("序号", "No."), 6), (say("单位", "body"), 34)]
    columns += [(found.label(domain), 7) for domain in found.domains]
    note = say(
        "R 牵头(负主责)  S 共同负责(无牵头)  C 配合;空白为不参与。批准(A)和告知(I)文件没有写。",
        "R leads (answers for it)  S shares, without a lead  C supports; blank: no part. The plans do not say who approves (A) or is informed (I).",
    )
    _head(made, sheet, say("职责矩阵(单位×领域)", "Matrix of bodies and domains"), note, columns)
    head = made.style(
        bold=True,
        rotation=270 if made.request.lang == "zh" else 90,
        align="center",
        bg_color="#DCE6F1",
        font_name="黑体",
    )
    sheet.set_row(2, 130)
    for column, domain in enumerate(found.domains, 2):
        sheet.write_string(2, column, found.label(domain), head)
    styles = {
        "lead": made.style(bold=True, align="center", bg_color="#F8CBAD"),
        "shared": made.style(align="center", bg_color="#FFE699"),
        "cooperate": made.style(align="center", bg_color="#E2EFDA"),
    }
    empty, cell = made.style(), made.style(text_wrap=False)
    number = made.style(align="center", quote_prefix=False)
    for row, (body, parts) in enumerate(found.by_body.items(), 3):
        sheet.write_number(row, 0, row - 2, number)
        sheet.write_string(row, 1, found.label(body), cell)
        for column, domain in enumerate(found.domains, 2):
            roles = {part.role for part in parts if part.domain == domain}
            best = next((role for role in ROLES if role in roles), None)
            if best is None:
                sheet.write_blank(row, column, None, empty)
            else:
                sheet.write_string(row, column, _LETTERS[best], styles[best])
    sheet.autofilter(2, 0, max(3, len(found.by_body) + 2), len(columns) - 1)


def _gaps(made: _Book, sheet: Any) -> None:
    """Write the blind spots with their proof."""
    request, say = made.request, made.request.say
    columns = (
        (say("序号", "No."), 6),
        (say("程度", "severity"), 8),
        (say("类别", "group"), 12),
        (say("种类", "kind"), 22),
        (say("发现", "finding"), 60),
        (say("建议", "remedy"), 34),
        (say("性质", "nature"), 12),
        (say("状态", "status"), 10),
        (say("出处(行)", "line"), 9),
        (say("原文", "quote"), 60),
    )
    _head(made, sheet, say("盲点与矛盾", "Blind spots and contradictions"), _note(made), columns)
    cell = made.style()
    number = made.style(align="center", quote_prefix=False)
    listed = [
        each
        for each in run_checks(request.store, None, request.as_of, base=request.base).found
        if not request.document or request.document in each.documents
    ]
    for row, finding in enumerate(listed, 3):
        group = GROUPS[finding.check.group]
        texts = (
            _SEVERITY[finding.severity].of(request.lang),
            Words(*group).of(request.lang),
            finding.check.name.of(request.lang),
            finding.message.of(request.lang),
            finding.check.remedy.of(request.lang),
            say("建议", "advice") if finding.advice else say("原文事实", "from the text"),
            _STATUS[finding.status].of(request.lang),
            "、".join(dict.fromkeys(str(each.line) for each in finding.evidence)),
            " / ".join(dict.fromkeys(each.quote for each in finding.evidence))[:2000],
        )
        made.fit(sheet, row, texts, [width for _, width in columns][1:])
        sheet.write_number(row, 0, row - 2, number)
        for column, words in enumerate(texts, 1):
            sheet.write_string(row, column, words, cell)
    sheet.autofilter(2, 0, max(3, len(listed) + 2), len(columns) - 1)


FORMAT = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsx",
    Words("Excel:责任清单、职责矩阵、盲点", "Excel: responsibilities, matrix, blind spots"),
    _write,
)
