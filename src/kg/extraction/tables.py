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
from kg.extraction.obligations import Duty, is_duty
from kg.extraction.prose import GROUP_HEAD
from kg.extraction.register import Register
from kg.extraction.roles import Reading, read_statement
from kg.extraction.statements import Found, Known, brackets
from kg.extraction.structure import Outline
from kg.model import Mode, Role

_LEAD = re.compile(r"牵头|主办|主责")
_PARTNER = re.compile(r"配合|参加|参与|协办|协助")
_OWNER = re.compile(
    r"责任(?:单位|部门|主体|人)?|实施单位|承办|落实单位|负责(?:单位|部门)|被考核|考核对象|指导部门|单位$"
)
_ASSESSOR = re.compile(r"负责考核|考核(?:单位|部门)|评分|验收|监督(?:单位|部门)")
_CATEGORY = re.compile(r"[\u4e00-\u9fff]{2,6}(?:部门|单位)")
_TASK = re.compile(r"任务|事项|考核内容|工作内容|举措|措施|内容|考核指标")
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


@dataclass(frozen=True)
class _Row:
    """A row with the header of its table and the row above it."""

    part: int
    block: Block
    section: str
    cells: tuple[_Cell, ...]
    header: tuple[_Cell, ...]
    above: tuple[_Cell, ...]

    @property
    def aligned(self) -> bool:
        return len(self.cells) == len(self.header)

    def repeats(self, owner: _Cell) -> bool:
        """A merged cell reaches down to this row: all up to the owner is as in the row above."""
        at = self.cells.index(owner) + 1
        return (
            at > 1
            and len(self.above) == len(self.cells)
            and [c.text for c in self.cells[:at]] == [c.text for c in self.above[:at]]
        )


def read_tables(outline: Outline, rules: Register, known: Known) -> TableReading:
    """Read the rows of all tables.

    Args:
        known: whether a name is surely one of a body; outside a column of owners cells hold other
            words too.
    """
    reading = TableReading()
    if "statement.table" not in rules:
        return reading
    header: tuple[_Cell, ...] = ()
    above: tuple[_Cell, ...] = ()
    table: int | None = None
    owner: tuple[int, int] | None = None
    for index, part in enumerate(outline.parts):
        if part.block.table is None:
            continue
        cells = tuple(_cells(part.block.text))
        if part.block.table != table:
            table, header, above, owner = part.block.table, (), (), None
        if not header and _is_header(cells):
            header = cells
            continue
        row = _Row(index, part.block, part.section, cells, header, above)
        owner = _read_row(reading, row, owner, rules, known)
        above = cells
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
    row: _Row,
    owner: tuple[int, int] | None,
    rules: Register,
    known: Known,
) -> tuple[int, int] | None:
    """Read one row; returns the statement that rows without an owner of their own go with."""
    part, block = row.part, row.block
    inline = _bracketed_cell(block, rules)
    if inline:
        start, end, said = inline
        why = "由表格中的括号读出 read from a bracket in a table"
        reading.statements.append(Found(part, block, start, end, said, "statement.table", 0.8, why))
        reading.pairs.setdefault((part, start), [])
        return part, start
    if re.match(r"[一二三四五六七八九十]+、", row.cells[0].text):
        owner = None  # a new heading in the table ends what the last owner answers for
    roles = _owner_cells(row, rules, known)
    if roles and not (owner and all(row.repeats(cell) for cell, _, _ in roles)):
        reading.statements.append(_statement(part, block, roles))
        owner = (part, reading.statements[-1].start)
        reading.pairs.setdefault(owner, [])
    task = _task_cell(row, {c for c, _, _ in roles})
    if task and (owner or _is_told(row, task, rules)):
        key = f"{row.section}-t{part}"
        reading.duties.append(Duty(key, row.section, part, block, task.start, task.end, None))
        if owner:
            reading.pairs[owner].append(key)
    return owner


def _is_told(row: _Row, task: _Cell, rules: Register) -> bool:
    """Whether a task that no owner stands beside is one: its column says so, and its words do."""
    if any(re.search(r"奖扣分|加分|扣分项|奖励项", cell.text) for cell in row.cells):
        return False
    heads = dict(zip(row.cells, row.header, strict=True)) if row.aligned else {}
    return task in heads and bool(_TASK.search(heads[task].text)) and is_duty(task.text, rules)


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


def _owner_cells(row: _Row, rules: Register, known: Known) -> list[tuple[_Cell, str, NameList]]:
    """The cells that name who must do it, with lead, cooperate or responsible."""
    found = []
    assessor = bool(row.header) and bool(_ASSESSOR.search(row.header[-1].text))
    told = row.aligned and any(_is_owner(h.text) for h in row.header)
    for index, cell in enumerate(row.cells):
        label = row.header[index].text if row.aligned else ""
        last = index == len(row.cells) - 1
        if not cell.text or (label and _ASSESSOR.search(label)) or (assessor and last):
            continue
        names = read_names(row.block.text, cell.start, cell.end, rules, cell=True)
        owns = _is_owner(label)
        if names.others or len(cell.text) > 120 or not (names.bodies or (owns and names)):
            continue
        sure = all(known(name.text) for name in names.bodies) and all(
            GROUP_HEAD.search(group.text) for group in names.groups
        )
        if not owns and (told or not sure):
            continue
        found.append((cell, _duty_of(label), names))
    return found


def _is_owner(label: str) -> bool:
    return bool(_LEAD.search(label) or _PARTNER.search(label) or _OWNER.search(label))


def _duty_of(label: str) -> str:
    """What the head of a column makes of the names in it."""
    if _LEAD.search(label):
        return "lead"
    return "cooperate" if _PARTNER.search(label) else "responsible"


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
        if leads or has_lead
        else "shared-no-lead"
        if bodies
        else "generic-only"
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


def _task_cell(row: _Row, owners: set[_Cell]) -> _Cell | None:
    """The cell that says what to do: that of the column of tasks, else the first long one."""
    rest = [
        c
        for c in row.cells
        if c not in owners
        and len(c.text) > 5
        and not _SCORE.fullmatch(c.text)
        and not _CATEGORY.fullmatch(c.text)
    ]
    if row.aligned:
        for cell, head in zip(row.cells, row.header, strict=True):
            if cell in rest and _TASK.search(head.text):
                return cell
    return rest[0] if rest else None
