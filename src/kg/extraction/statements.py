"""Responsibility statements in brackets of any kind and behind labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.extraction.flow import Block
from kg.extraction.mentions import Name, read_names
from kg.extraction.register import Register
from kg.extraction.roles import Reading, Segment, assign_roles, first_rule, read_statement
from kg.extraction.structure import Part

Known = Callable[[str], bool]

_MARK = re.compile(
    r"牵头|负责(?!人|任)|配合|参加|参与|协助|落实|组织实施|(?:责任|负责|实施|承办|主办|协办|考核)(?:单位|部门|主体|科室|处室)|主办|指导"
)


_OPENS_LABELS = re.compile(r"[\d.、()一-十]*$|[\u4e00-\u9fff]{2,6}(?:领导|人|时限|时间|期限)[:]")


@dataclass(frozen=True)
class Found:
    """A statement found in a block: its span there and what it says.

    Attributes:
        handed: who must do it too by a rule for the document, with the block where that stands.
    """

    part: int
    block: Block
    start: int
    end: int
    reading: Reading
    rule: str
    confidence: float
    reason: str
    handed: tuple[tuple[Block, Name], ...] = ()


def find_bracketed(
    parts: tuple[Part, ...], rules: Register, known: Known = lambda _: False
) -> tuple[list[Found], bool]:
    """All bracketed and labelled statements in reading order.

    Args:
        known: whether a name is surely one of a body, where nothing but the name says so.

    Returns:
        The statements, and whether the document says that the first named leads.
    """
    found: list[Found] = []
    first_leads = False
    handed: tuple[tuple[Block, Name], ...] = ()
    for index, part in enumerate(parts):
        if part.block.table is not None:
            continue
        for item in _in_block(index, part.block, rules, first_leads, known):
            first_leads = first_leads or item.reading.first_leads
            found.append(replace(item, handed=handed))
        handed = _handed_down(part.block, rules) or handed
        text = part.block.text
        first_leads = first_leads or first_rule(text, rules, 0, len(text)) is not None
    return found, first_leads


def _handed_down(block: Block, rules: Register) -> tuple[tuple[Block, Name], ...]:
    """Whom a rule for the rest of the document tasks: 以下均需各地落实,不再列出."""
    if "statement.handed-down" not in rules:
        return ()
    match = rules.get("statement.handed-down").regex.search(block.text)
    if match is None:
        return ()
    names = read_names(block.text, *match.span("list"), rules)
    return tuple((block, name) for name in (*names.bodies, *names.groups))


def _in_block(
    index: int, block: Block, rules: Register, first_leads: bool, known: Known
) -> Iterator[Found]:
    end = 0
    if "statement.bracket" in rules:
        for start, stop in brackets(block.text):
            inside = _MARK.search(block.text, start, stop)
            reading = (
                read_statement(block.text, start + 1, stop - 1, rules, first_leads=first_leads)
                if inside
                else _bare_names(block.text, start, stop, rules, first_leads, known)
            )
            if reading and _is_sound(reading):
                yield found_in(index, block, start, stop, reading, "statement.bracket")
                first_leads = first_leads or reading.first_leads
                end = stop
    if "statement.label" in rules and _MARK.search(block.text, end):
        yield from _labels(index, block, end, rules, first_leads)


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost bracket pairs, as start and exclusive end; an unclosed one hides nothing."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in re.finditer(r"[()]", text):
        if mark.group() == "(":
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, mark.end()))
    yield from pairs


def _bare_names(
    text: str, start: int, stop: int, rules: Register, first_leads: bool, known: Known
) -> Reading | None:
    """A bracket of names only, after the end of a sentence and at the end of its paragraph."""
    ends = not text[stop:].strip(" 。") and text[:start].rstrip()[-1:] in ("。", ";", "!")
    if "statement.bare-bracket" not in rules or not ends:
        return None
    names = read_names(text, start + 1, stop - 1, rules)
    if names.others or not names.bodies or not all(known(name.text) for name in names.bodies):
        return None
    return assign_roles([Segment("responsible", start + 1, stop - 1, names, False)], first_leads)


def _is_sound(reading: Reading) -> bool:
    """A list that is mostly words of other kinds is no statement."""
    named = len(reading.agents) + len(reading.groups)
    return named > 0 and len(reading.leftover) <= named // 3


def _labels(
    index: int, block: Block, after: int, rules: Register, first_leads: bool
) -> Iterator[Found]:
    """责任单位:… at the head of a line or after a sentence."""
    for match in _label_marks(block.text, after, rules):
        before = block.text[: match.start()].rstrip(" (")
        if before and before[-1] not in "。;)!" and not _OPENS_LABELS.match(before):
            continue
        stop = _label_end(block.text, match.end())
        reading = read_statement(block.text, match.start(), stop, rules, first_leads=first_leads)
        if reading and _is_sound(reading):
            yield found_in(index, block, match.start(), stop, reading, "statement.label")
            return


def _label_marks(text: str, after: int, rules: Register) -> list[re.Match[str]]:
    """The labels of a block that name who does it, in reading order."""
    marks = [
        match
        for rule in rules.stage("role")
        if rule.key.startswith("role.label") and rule.value not in ("assess", "other")
        for match in rule.regex.finditer(text, after)
    ]
    return sorted(marks, key=lambda match: match.start())


def _label_end(text: str, start: int) -> int:
    stop = text.find("。", start)
    return len(text) if stop < 0 else stop + 1


def found_in(index: int, block: Block, start: int, end: int, reading: Reading, rule: str) -> Found:
    """A statement with the confidence that its form and its words allow."""
    confidence, reasons = 1.0, []
    if reading.leftover:
        confidence -= 0.2
        reasons.append(
            "不能识别的词 words not recognised: " + "、".join(n.text for n in reading.leftover)
        )
    if reading.open_ended:
        confidence -= 0.05
        reasons.append("等字使名单不完整 the list is left open")
    if rule not in ("statement.bracket", "statement.label"):
        confidence -= 0.25
        reasons.append(f"由行文读出 read from running text ({rule})")
    return Found(index, block, start, end, reading, rule, round(confidence, 2), "; ".join(reasons))
