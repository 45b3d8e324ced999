"""Blocks to sections: headings of five ranks, their kinds, and which block belongs to which."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from kg.extraction.flow import Block, Flow
from kg.extraction.numerals import read_numeral
from kg.extraction.register import Register
from kg.model import Section, SectionKind

ROOT = "doc"
PREAMBLE = "pre"
_TITLE_MAX = 40
_DATE_IN_TITLE = re.compile(r"\((?:[^()]*(?:年|月|阶段)[^()]*)\)$")
_HEAD_ROW = re.compile(r"[^|]*\|.*")


@dataclass(frozen=True)
class Part:
    """A block, or what follows the heading in it, with the section it belongs to.

    Attributes:
        body: offset in the block where the text after the heading begins.
    """

    section: str
    block: Block
    body: int


@dataclass(frozen=True)
class Outline:
    """The sections of a document and its parts in reading order."""

    sections: tuple[Section, ...]
    parts: tuple[Part, ...]

    def section(self, key: str) -> Section:
        """The section with this id."""
        return next(s for s in self.sections if s.id == key)


@dataclass(frozen=True)
class _Heading:
    rank: int
    number: str
    title: str
    body: int
    inline: bool


def read_outline(flow: Flow, rules: Register) -> Outline:
    """Find the headings and give each block its section."""
    builder = _Builder(flow, rules)
    for block in flow.blocks:
        builder.add(block)
    return Outline(_with_kinds(tuple(builder.sections), rules), tuple(builder.parts))


class _Builder:
    """Walks the blocks once, keeping the stack of open sections."""

    def __init__(self, flow: Flow, rules: Register) -> None:
        self.flow, self.rules = flow, rules
        self.sections: list[Section] = []
        self.parts: list[Part] = []
        self._open: list[tuple[int, str, bool]] = []  # rank, id, closed by a statement in its block
        self._seen: Counter[str] = Counter()
        self._first_line = True

    def add(self, block: Block) -> None:
        heading = None if block.table is not None else _heading(block.text, self.rules)
        if heading is None:
            self._add_plain(block)
        else:
            self._add_heading(block, heading)

    def _add_heading(self, block: Block, heading: _Heading) -> None:
        while self._open and self._open[-1][0] >= heading.rank:
            self._open.pop()
        parent = self._open[-1][1] if self._open else ROOT
        key = self._key(parent, heading)
        line, start = block.position(0)
        end = block.position(max(heading.body, 1), end=True)[1]
        self.sections.append(
            Section(key, "other", heading.number, heading.title, parent, line, start, end)
        )
        is_item = heading.inline and not block.text[heading.body :].lstrip().startswith("(")
        self._open.append((heading.rank, key, is_item and _is_closed(block.text)))
        self.parts.append(Part(key, block, heading.body))

    def _key(self, parent: str, heading: _Heading) -> str:
        digits = _number(heading.number)
        key = str(digits) if parent == ROOT else f"{parent}.{digits}"
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}~{self._seen[key]}"

    def _add_plain(self, block: Block) -> None:
        # A paragraph after an item that its bracket has closed belongs to the part above the item.
        while self._open and self._open[-1][2] and block.table is None:
            self._open.pop()
        if self._open:
            self.parts.append(Part(self._open[-1][1], block, 0))
            return
        section = ROOT if self.sections else PREAMBLE
        self.parts.append(Part(section, block, 0))


def _is_closed(text: str) -> bool:
    return bool(re.search(r"\)[。;]?\s*$", text))


def _heading(text: str, rules: Register) -> _Heading | None:
    for rule in rules.stage("heading"):
        match = rule.regex.match(text)
        if match and match.end() < len(text):
            return _titled(text, match, int(rule.value or "9"))
    return None


def _titled(text: str, match: re.Match[str], rank: int) -> _Heading:
    """Tell the title from the text that follows it in the same paragraph."""
    number, start = match.group().strip(), match.end()
    stop = re.compile(r"[。:]").search(text, start)
    if number.endswith("条"):
        return _Heading(rank, number, _clip(text[start:].strip()), start, True)
    if stop is None:
        bracket = text.find("(", start)
        has_tail = bracket > 0 and text.rstrip().endswith(")") and "\t" not in text
        end = bracket if has_tail and not _DATE_IN_TITLE.search(text) else len(text)
        title = text[start:end].strip()
        if len(title) > _TITLE_MAX:
            return _Heading(rank, number, _clip(title), start, True)
        return _Heading(rank, number, _bare(title), end, has_tail)
    title = text[start : stop.start()].strip()
    rest = text[stop.end() :].strip()
    is_title = len(title) <= _TITLE_MAX and (title.count(",") == 0 or len(title) <= 25)
    if is_title and rest and not re.match(r"\((?!\d{1,2}\))", rest):
        return _Heading(rank, number, _bare(title), stop.end(), True)
    return _Heading(rank, number, _clip(_bare(title)), start, True)


def _bare(title: str) -> str:
    return _DATE_IN_TITLE.sub("", title).strip()


def _clip(title: str) -> str:
    clause = re.split(r"[,;。:]", title, maxsplit=1)[0]
    return clause if len(clause) <= _TITLE_MAX else clause[: _TITLE_MAX - 1] + "…"


def _number(written: str) -> int:
    return read_numeral(re.sub(r"[第章节篇条、.()\s]", "", written)) or 0


def _with_kinds(sections: tuple[Section, ...], rules: Register) -> tuple[Section, ...]:
    """Give each section its kind from its own title and those above it."""
    kinds: dict[str, SectionKind] = {}
    parents = {s.parent for s in sections}
    done = []
    for section in sections:
        above = kinds.get(section.parent or "", "other")
        kind = _kind(section, above, section.id in parents, rules)
        kinds[section.id] = kind
        done.append(replace(section, kind="other" if section.id in parents else kind))
    return tuple(done)


def _kind(section: Section, above: SectionKind, has_parts: bool, rules: Register) -> SectionKind:
    if above in ("phase", "requirement"):
        return above
    for rule in rules.stage("section"):
        if rule.regex.search(section.title):
            found: SectionKind = rule.key.removeprefix("section.")  # type: ignore[assignment]
            if found == "domain" and (has_parts or section.parent == ROOT):
                continue
            return found
    return above


def is_head_row(text: str) -> bool:
    """Whether a block is a row of the head table that government sites print above a document."""
    return bool(_HEAD_ROW.fullmatch(text)) and text.count("|") >= 1
