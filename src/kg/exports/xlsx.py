"""XLSX: the list of responsibilities a clerk hands in, with matrix and blind spots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from kg.analysis import Words, run_checks
from kg.analysis.model import GROUPS
from kg.analysis.typography import full_width, in_title_marks
from kg.exports.lists import ROLES, Part, Responsibilities, read_responsibilities
from kg.exports.request import Format, Request
from kg.exports.workbook import Cell, Column, Workbook, new_workbook

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
_MOST_FIELDS, _LONGEST_HEAD = 240, 28


def _write(request: Request, out: BinaryIO) -> None:
    found = read_responsibilities(request)
    say = request.say
    with new_workbook(request, say("责任清单", "List of responsibilities"), out) as book:
        overview = book.sheet(say("总览", "Overview"))
        duties = book.sheet(say("任务总表", "All duties"))
        matrix = book.sheet(say("职责矩阵RACI", "RACI matrix"))
        gaps = book.sheet(say("盲点", "Blind spots"))
        sheets = {body: book.sheet(_short(parts)) for body, parts in found.by_body.items()}
        _overview(book, overview, found, sheets)
        _duties(book, duties, found)
        _matrix(book, matrix, found)
        _gaps(book, gaps, found)
        for body, sheet in sheets.items():
            _department(book, sheet, found, body)


def _short(parts: Sequence[Part]) -> str:
    """Return the shortest name the documents use for a body; sheet names have little room."""
    return min((part.name for part in parts), key=len, default="")


def _note(found: Responsibilities) -> str:
    day, titles = found.request.as_of, found.titles
    shown = "、".join(map(in_title_marks, titles[:3]))
    if len(titles) > 3:
        shown += found.request.say(f"等{len(titles)}件", f" and {len(titles) - 3} more")
    return found.request.say(f"依据：{shown}　　截至：{day}", f"Source: {shown}   As of: {day}")


def _overview(book: Workbook, sheet: Any, found: Responsibilities, sheets: dict[str, Any]) -> None:
    say = book.request.say
    columns = (
        Column(say("序号", "No."), 6),
        Column(say("单位", "body"), 36 if book.request.lang == "zh" else 44),
        *(Column(role.of(book.request.lang), 10) for role in ROLES.values()),
        Column(say("已过时限", "overdue"), 10),
        Column(say("牵头领域", "leads in"), 32),
        Column(say("参与领域", "takes part in"), 48),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, (body, parts) in enumerate(found.by_body.items(), 1):
            led = dict.fromkeys(p.field for p in parts if p.role == "lead" and p.field)
            rest = dict.fromkeys(p.field for p in parts if p.field and p.field not in led)
            joint = say("、", ", ")
            yield (
                Cell(number),
                Cell(found.label(body), "link", sheets[body].get_name()),
                *(Cell(len({p.duty for p in parts if p.role == role})) for role in ROLES),
                Cell(len({p.duty for p in parts if found.overdue(p.duty)})),
                *(Cell(joint.join(found.label(each) for each in some)) for some in (led, rest)),
            )

    title = say("责任清单总览", "Responsibilities: overview")
    book.table(sheet, title, _note(found), columns, rows())


def _duties(book: Workbook, sheet: Any, found: Responsibilities) -> None:
    """Write every duty once, also those that nobody has."""
    say = book.request.say
    columns = (
        Column(say("序号", "No."), 6),
        Column(say("领域或章节", "domain or section"), 16),
        Column(say("任务", "duty"), 54),
        Column(say("牵头单位", "lead"), 18),
        Column(say("共同负责", "shared"), 18),
        Column(say("配合单位", "support"), 30),
        *_due_columns(found),
        *_document_columns(found),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, (duty, parts) in enumerate(found.by_duty.items(), 1):
            first = parts[0]
            lead = found.names(duty, "lead")
            yield (
                Cell(number),
                Cell(found.label(first.field)),
                Cell(first.text),
                Cell(lead) if lead else Cell(say("未写明", "nobody"), "missing"),
                Cell(found.names(duty, "shared")),
                Cell(found.names(duty, "cooperate")),
                *_due_cells(found, first),
                *_document_cells(found, first),
            )

    book.table(sheet, say("任务总表", "All duties"), _note(found), columns, rows())


def _department(book: Workbook, sheet: Any, found: Responsibilities, body: str) -> None:
    say, lang = book.request.say, book.request.lang
    columns = (
        Column(say("序号", "No."), 6),
        Column(say("角色", "role"), 10),
        Column(say("领域", "domain"), 13),
        Column(say("任务", "duty"), 50),
        Column(say("牵头单位", "lead"), 17),
        Column(say("配合单位", "support"), 26 if lang == "zh" else 44),
        *_due_columns(found),
        Column(say("责任分工原文", "statement"), 40),
        *_document_columns(found),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, part in enumerate(found.by_body[body], 1):
            yield (
                Cell(number),
                Cell(ROLES[part.role].of(lang), "lead" if part.role == "lead" else ""),
                Cell(found.label(part.field)),
                Cell(part.text),
                Cell(found.names(part.duty, "lead")),
                Cell(found.names(part.duty, "cooperate", "shared")),
                *_due_cells(found, part),
                Cell(part.statement),
                *_document_cells(found, part),
            )

    name = found.label(body)
    title = say(f"{name}责任清单", f"Duties of {name}")
    book.table(sheet, title, _note(found), columns, rows())


def _due_columns(found: Responsibilities) -> tuple[Column, ...]:
    say = found.request.say
    columns = [Column(say("时限", "deadline"), 16)]
    if found.targets:
        columns.append(Column(say("目标", "target"), 20))
    return (*columns, Column(say("出处行", "line"), 8))


def _due_cells(found: Responsibilities, part: Part) -> tuple[Cell, ...]:
    cells = [Cell(found.when(part.duty))]
    if found.targets:
        cells.append(Cell(found.aims(part.duty)))
    return (*cells, Cell(part.line))


def _document_columns(found: Responsibilities) -> tuple[Column, ...]:
    """Return the column that names the document; one document stands above the table already."""
    return (Column(found.request.say("文件", "document"), 24),) if len(found.titles) > 1 else ()


def _document_cells(found: Responsibilities, part: Part) -> tuple[Cell, ...]:
    return (Cell(part.title),) if len(found.titles) > 1 else ()


def _matrix(book: Workbook, sheet: Any, found: Responsibilities) -> None:
    """Write who has which role in which field: R leads, S shares, C supports."""
    say = book.request.say
    fields = found.fields[:_MOST_FIELDS]
    columns = [Column(say("序号", "No."), 6)]
    columns.append(Column(say("单位", "body"), 36 if book.request.lang == "zh" else 44))
    columns += [Column(_cut(found.label(each)), 5, upright=True) for each in fields]
    note = say(
        "R 牵头（负主责）　S 共同负责（无牵头）　C 配合　空白为不参与；批准（A）、告知（I）文件没有写",
        "R leads and answers for it; S shares, without a lead; C supports; blank: no part. The documents do not say who approves (A) or is informed (I).",
    )
    best: dict[tuple[str, str], str] = {}
    for role in reversed(list(ROLES)):
        best |= {(p.body, p.field): _LETTERS[role] for p in found.parts if p.role == role}

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, body in enumerate(found.by_body, 1):
            letters = [best.get((body, each), "") for each in fields]
            yield (
                Cell(number),
                Cell(found.label(body)),
                *(Cell(letter, letter) for letter in letters),
            )

    title = say("职责矩阵（单位×领域）", "Matrix of bodies and domains")
    book.table(sheet, title, note, columns, rows())


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_HEAD else f"{name[: _LONGEST_HEAD - 1]}…"


def _gaps(book: Workbook, sheet: Any, found: Responsibilities) -> None:
    """Write the blind spots with their proof."""
    request, say = book.request, book.request.say
    lang = request.lang
    columns = (
        Column(say("序号", "No."), 6),
        Column(say("程度", "severity"), 9),
        Column(say("类别", "group"), 12),
        Column(say("种类", "kind"), 20),
        Column(say("发现", "finding"), 44),
        Column(say("建议", "remedy"), 26),
        Column(say("性质", "nature"), 10),
        Column(say("状态", "status"), 9),
        Column(say("出处行", "line"), 8),
        Column(say("原文", "quote"), 48),
    )

    def ours(words: Words) -> Cell:
        return Cell(full_width(words.zh) if lang == "zh" else words.en)

    def rows() -> Iterator[tuple[Cell, ...]]:
        listed = run_checks(request.store, None, request.as_of, base=request.base).found
        asked = [f for f in listed if not request.document or request.document in f.documents]
        for number, finding in enumerate(asked, 1):
            lines = dict.fromkeys(str(each.line) for each in finding.evidence)
            quotes = dict.fromkeys(each.quote for each in finding.evidence)
            yield (
                Cell(number),
                Cell(_SEVERITY[finding.severity].of(lang)),
                Cell(Words(*GROUPS[finding.check.group]).of(lang)),
                ours(finding.check.name),
                ours(finding.message),
                ours(finding.check.remedy),
                Cell(say("建议", "advice") if finding.advice else say("原文事实", "text")),
                Cell(_STATUS[finding.status].of(lang)),
                Cell("、".join(lines)),
                Cell("\n".join(quotes)[:2000]),
            )

    title = say("盲点与矛盾", "Blind spots and contradictions")
    book.table(sheet, title, _note(found), columns, rows())


FORMAT = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsx",
    "duties",
    Words("Excel:责任清单、职责矩阵、盲点", "Excel: responsibilities, matrix, blind spots"),
    _write,
)
