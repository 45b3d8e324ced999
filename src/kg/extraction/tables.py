"""Responsibility in tables: the column or cell that names who must do it, and the duty beside it.

A header tells the columns where it fits the row; rows that lost their left cells to a merged cell
are read by what the cells say: a cell that holds nothing but names of bodies names who must do it.
The column that names who assesses is not responsibility.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extraction.flow import Block
from kg.extraction.mentions import NameList, read_names
from kg.extraction.obligations import Duty
from kg.extraction.register import Register
from kg.extraction.roles import Reading, read_statement
from kg.extraction.statements import Found, brackets
from kg.extraction.structure import Outline
from kg.model import Mode, Role

_LEAD = re.compile(r"牵头|主办|主责")
_PARTNER = re.compile(r"配合|参加|参与|协办|协助")
_OWNER = re.compile(
    r"责任(?:单位|部门|主体|人)?|实施单位|承办|落实单位|负责(?:单位|部门)|被考核|考核对象|指导部门|单位$"
)
_ASSESSOR = re.compile(r"负责考核|考核(?:单位|部门)|评分|验收|监督(?:单位|部门)")
_SCORE = re.compile(r"\d+(?:\.\d+)?分?")


@dataclass
class TableReading:
    """Duties and statements of all tables; ``pairs`` binds them."""

    duties: list[Duty] = field(default_factory=list)
    statements: list[Found] = field(default_factory=list)
    pairs: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def scopes(self, statements: list[Found]) -> dict[int, tuple[str, ...]]:
        """For each table statement its index in the list and the duties it covers."""
        return {
            index: tuple(self.pairs.get((s.part, s.start), ()))
            for index, s in enumerate(statements)
            if s.rule == "statement.table"
        }


@dataclass(frozen=True)
class _Cell:
    text: str
    start: int
    end: int


def read_tables(outline: Outline, rules: Register) -> TableReading:
    """Read the rows of all tables."""
    reading = TableReading()
    if "statement.table" not in rules:
        return reading
    header: tuple[_Cell, ...] = ()
    table: int | None = None
    owner: tuple[int, int] | None = None
    for index, part in enumerate(outline.parts):
        if part.block.table is None:
            continue
        cells = tuple(_cells(part.block.text))
        if part.block.table != table:
            table, header, owner = part.block.table, (), None
        if not header and _is_header(cells):
            header = cells
            continue
        owner = _read_row(reading, index, part.block, part.section, cells, header, owner, rules)
    return reading


def _cells(text: str) -> Iterator[_Cell]:
    at = 0
    for raw in text.split("\t"):
        bare = raw.strip()
        lead = len(raw) - len(raw.lstrip())
        yield _Cell(bare, at + lead, at + lead + len(bare))
        at += len(raw) + 1


def _is_header(cells: tuple[_Cell, ...]) -> bool:
    words = [c.text for c in cells if c.text]
    return (
        len(words) > 1
        and all(len(w) <= 12 for w in words)
        and any(
            re.search(r"序号|任务|项目|内容|单位|部门|措施|时限|标准|分值|事项", w) for w in words
        )
        and not any(_SCORE.fullmatch(w) for w in words)
    )


def _read_row(
    reading: TableReading,
    part: int,
    block: Block,
    section: str,
    cells: tuple[_Cell, ...],
    header: tuple[_Cell, ...],
    owner: tuple[int, int] | None,
    rules: Register,
) -> tuple[int, int] | None:
    """Read one row; returns the statement that rows without an owner of their own go with."""
    inline = _bracketed_cell(block, rules)
    if inline:
        start, end, said = inline
        reading.statements.append(Found(part, block, start, end, said, "statement.table", 0.8, ""))
        reading.pairs.setdefault((part, start), [])
        return part, start
    if re.match(r"[一二三四五六七八九十]+、", cells[0].text):
        owner = None  # a new heading in the table ends what the last owner answers for
    roles = _owner_cells(block, cells, header, rules)
    if roles:
        reading.statements.append(_statement(part, block, roles))
        owner = (part, reading.statements[-1].start)
        reading.pairs.setdefault(owner, [])
    task = _task_cell(cells, header, {c for c, _, _ in roles})
    if task and owner:
        key = f"{section}-t{part}"
        reading.duties.append(Duty(key, section, part, block, task.start, task.end, None))
        reading.pairs[owner].append(key)
    return owner


def _bracketed_cell(block: Block, rules: Register) -> tuple[int, int, Reading] | None:
    """A cell such as 通用考核项目(全部责任单位)."""
    for start, end in brackets(block.text):
        names = read_names(block.text, start + 1, end - 1, rules)
        if (
            names.groups
            and not names.others
            and not names.bodies
            and "责任单位" in block.text[start:end]
        ):
            begin = block.text.rfind("\t", 0, start) + 1
            groups: tuple[tuple[Role, object], ...] = tuple(("shared", g) for g in names.groups)
            return begin, end, Reading("generic-only", (), groups, names.open_ended, False, ())  # type: ignore[arg-type]
        said = read_statement(block.text, start + 1, end - 1, rules)
        if (
            said
            and said.agents
            and not said.leftover
            and re.search(r"牵头|负责|单位[::]", block.text[start:end])
        ):
            return start, end, said
    return None


def _owner_cells(
    block: Block, cells: tuple[_Cell, ...], header: tuple[_Cell, ...], rules: Register
) -> list[tuple[_Cell, str, NameList]]:
    """The cells that name who must do it, with lead, cooperate or responsible."""
    found = []
    aligned = len(cells) == len(header)
    assessor = bool(header) and bool(_ASSESSOR.search(header[-1].text))
    for index, cell in enumerate(cells):
        label = header[index].text if aligned else ""
        last = index == len(cells) - 1
        if not cell.text or (label and _ASSESSOR.search(label)) or (assessor and last):
            continue
        names = read_names(block.text, cell.start, cell.end, rules, cell=True)
        if not names.bodies or names.others or len(cell.text) > 120:
            continue
        if (
            label
            and not (_LEAD.search(label) or _PARTNER.search(label) or _OWNER.search(label))
            and aligned
            and any(_OWNER.search(h.text) or _LEAD.search(h.text) for h in header)
        ):
            continue
        duty = (
            "lead"
            if _LEAD.search(label)
            else "cooperate"
            if _PARTNER.search(label)
            else "responsible"
        )
        found.append((cell, duty, names))
    return found


def _statement(part: int, block: Block, owners: list[tuple[_Cell, str, NameList]]) -> Found:
    has_lead = any(duty == "lead" for _, duty, _ in owners)
    bodies = [(duty, n) for _, duty, names in owners for n in names.bodies]
    groups = [(duty, n) for _, duty, names in owners for n in names.groups]
    alone = len(bodies) == 1 and not groups

    def role(duty: str) -> Role:
        if duty == "lead" or (not has_lead and alone):
            return "lead"
        return "cooperate" if has_lead or duty == "cooperate" else "shared"

    agents = tuple((role(duty), n) for duty, n in bodies)
    leads = sum(r == "lead" for r, _ in agents)
    mode: Mode = (
        "sole"
        if alone and not has_lead
        else "co-lead"
        if leads > 1
        else "lead"
        if leads
        else "shared-no-lead"
    )
    said = Reading(
        mode,
        agents,
        tuple((role(d), n) for d, n in groups),
        any(names.open_ended for _, _, names in owners),
        False,
        (),
    )
    start, end = owners[0][0].start, owners[-1][0].end
    return Found(
        part, block, start, end, said, "statement.table", 0.9, "由表格读出 read from a table cell"
    )


def _task_cell(
    cells: tuple[_Cell, ...], header: tuple[_Cell, ...], owners: set[_Cell]
) -> _Cell | None:
    """The cell that says what to do: the longest one that is not an owner."""
    rest = [
        c for c in cells if c not in owners and len(c.text) > 5 and not _SCORE.fullmatch(c.text)
    ]
    if len(cells) == len(header):
        for cell, head in zip(cells, header, strict=True):
            if cell in rest and re.search(r"任务|事项|考核内容|工作内容|举措|措施|内容", head.text):
                return cell
    return rest[0] if rest else None
