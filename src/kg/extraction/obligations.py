"""Obligations: the smallest numbered items that tell somebody to do something, and their statements.

Contract: one per ordinal (一是…, (1), ①); without ordinals one for all that one statement covers; in
parts on phases and requirements one per duty sentence. Headings and statements are outside.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.flow import Block
from kg.extraction.numerals import read_numeral
from kg.extraction.register import Register
from kg.extraction.statements import Found
from kg.extraction.structure import PREAMBLE, Outline

_BOUNDARY = "。;:!?)”\n "


@dataclass(frozen=True)
class Duty:
    """An obligation in its block: where it stands, its ordinal as written, its section."""

    key: str
    section: str
    part: int
    block: Block
    start: int
    end: int
    ordinal: str | None


def find_duties(outline: Outline, statements: list[Found], rules: Register) -> list[Duty]:
    """All obligations in reading order."""
    kinds = {s.id: s.kind for s in outline.sections}
    by_part: dict[int, list[Found]] = defaultdict(list)
    for statement in statements:
        by_part[statement.part].append(statement)
    counts: dict[str, int] = defaultdict(int)
    duties = []
    for index, part in enumerate(outline.parts):
        if part.section == PREAMBLE and _is_preamble(outline, by_part[index], rules):
            continue
        if part.block.table is not None:
            continue
        cuts = _cut(part.block, part.body, by_part[index], kinds.get(part.section, "other"), rules)
        bare = _bare_heading(outline, index, by_part[index], rules)
        for start, end, ordinal in [bare] if bare else cuts:
            counts[part.section] += 1
            key = f"{part.section}-{counts[part.section]}"
            duties.append(Duty(key, part.section, index, part.block, start, end, ordinal))
    return duties


def _is_preamble(outline: Outline, statements: list[Found], rules: Register) -> bool:
    return "obligation.preamble" in rules and bool(outline.sections) and not statements


def _bare_heading(
    outline: Outline, index: int, statements: list[Found], rules: Register
) -> tuple[int, int, str | None] | None:
    """The heading itself, where a statement stands at it and nothing else says what to do."""
    part, parts = outline.parts[index], outline.parts
    if "obligation.heading" not in rules or not part.body or not statements:
        return None
    text = part.block.text
    rest = text[part.body : statements[0].start] + text[statements[-1].end :]
    follows = index + 1 < len(parts) and f"{parts[index + 1].section}.".startswith(
        f"{part.section}."
    )
    if len(statements) > 1 or len(rest.strip(" 。;\t")) > 3 or follows:
        return None
    whole = _trimmed(text, 0, part.body)
    return (*whole, None) if whole else None


def _cut(
    block: Block, body: int, statements: list[Found], kind: str, rules: Register
) -> Iterator[tuple[int, int, str | None]]:
    """Cut the body of a block into obligations."""
    chunks = _between(body, len(block.text), statements)
    items = _items(block.text, chunks, rules)
    for start, end, covered in chunks:
        if items:
            yield from _chunk_items(block.text, start, end, items, rules)
        elif not covered and kind in ("phase", "requirement") and "obligation.sentence" in rules:
            yield from _sentences(block.text, start, end, rules)
        else:
            whole = _trimmed(block.text, start, end)
            if whole and (covered or is_duty(block.text[whole[0] : whole[1]], rules)):
                yield (*whole, None)


def _between(body: int, end: int, statements: list[Found]) -> list[tuple[int, int, bool]]:
    """The stretches before, between and after the statements, and whether one closes each."""
    chunks, at = [], body
    for statement in statements:
        if statement.rule not in ("statement.bracket", "statement.label"):
            continue
        chunks.append((at, max(at, statement.start), True))
        at = statement.end
    chunks.append((at, end, False))
    return chunks


def _items(
    text: str, chunks: list[tuple[int, int, bool]], rules: Register
) -> list[tuple[int, str]]:
    """Ordinals that count up from one, with their offsets; the style that counts furthest."""
    best: list[tuple[int, str]] = []
    for rule in rules.stage("ordinal"):
        run: list[tuple[int, str]] = []
        for match in rule.regex.finditer(text, chunks[0][0] if chunks else 0):
            before = text[: match.start()].rstrip()
            if before and before[-1] not in _BOUNDARY and match.start() > 0:
                continue
            number = read_numeral(match["n"])
            if number == len(run) + 1:
                run.append((match.start(), match.group()))
        if len(run) > max(1, len(best)) or (len(run) == 1 and not best and run[0][0] == 0):
            best = run
    return best


def _chunk_items(
    text: str, start: int, end: int, items: list[tuple[int, str]], rules: Register
) -> Iterator[tuple[int, int, str | None]]:
    """The items of one chunk, and a full sentence before the first of them."""
    inside = [(at, ordinal) for at, ordinal in items if start <= at < end]
    lead = _trimmed(text, start, inside[0][0] if inside else end)
    if lead and text[lead[1] - 1] in "。!" and is_duty(text[lead[0] : lead[1]], rules):
        yield (*lead, None)
    ends = [*(i[0] for i in inside[1:]), end][: len(inside)]
    for (at, ordinal), until in zip(inside, ends, strict=True):
        item = _trimmed(text, at, until)
        if item:
            yield (*item, ordinal)


def _sentences(
    text: str, start: int, end: int, rules: Register
) -> Iterator[tuple[int, int, str | None]]:
    for match in re.finditer(r"[^。!?]+[。!?]?[”)]?", text[start:end]):
        whole = _trimmed(text, start + match.start(), start + match.end())
        if whole and is_duty(text[whole[0] : whole[1]], rules):
            yield (*whole, None)


def is_duty(sentence: str, rules: Register) -> bool:
    """Whether a sentence imposes something: it has a duty verb and is more than a heading."""
    if "obligation.imprint" in rules and rules.get("obligation.imprint").regex.search(
        sentence.replace(" ", "")
    ):
        return False
    if "\t" in sentence and not re.search(r"[,。;]", sentence):
        return False  # the head of a table
    if "obligation.duty-verb" not in rules:
        return len(sentence) > 4
    return len(sentence) > 4 and bool(rules.get("obligation.duty-verb").regex.search(sentence))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    return (start, end) if end - start > 3 else None


def bind(outline: Outline, duties: list[Duty], statements: list[Found]) -> list[tuple[str, ...]]:
    """The obligations that each statement covers; both lists in reading order.

    A statement covers what stands in its section between the statement before it and itself; where
    nothing does, because it stands at the heading, it covers what follows in the section.
    """
    by_section: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_section[duty.section].append(duty)
    starts = [(s.part, s.start) for s in statements]
    covered = []
    last: dict[str, tuple[int, int]] = {}
    for index, statement in enumerate(statements):
        section = outline.parts[statement.part].section
        own = by_section[section]
        if statement.rule not in _CLOSING:
            covered.append(_holding(own, statement))
            continue
        keys = _until(own, last.get(section, (-1, -1)), starts[index])
        if not keys:
            following = starts[index + 1] if index + 1 < len(starts) else (len(outline.parts), 0)
            keys = _until(duties, (statement.part, statement.end), following, section)
        covered.append(keys)
        last[section] = (statement.part, statement.end)
    return covered


_CLOSING = ("statement.bracket", "statement.label")


def _position(duty: Duty) -> tuple[int, int]:
    return duty.part, duty.start


def _until(
    duties: list[Duty], since: tuple[int, int], until: tuple[int, int], section: str | None = None
) -> tuple[str, ...]:
    """Duties that begin from ``since`` on and before ``until``, inside the section where given."""
    first = bisect_left(duties, since, key=_position)
    last = bisect_left(duties, until, key=_position)
    return tuple(
        d.key
        for d in duties[first:last]
        if section is None or d.section == section or d.section.startswith(f"{section}.")
    )


def _holding(duties: list[Duty], statement: Found) -> tuple[str, ...]:
    """The duties whose own words are the statement, as in running text."""
    first = bisect_right(duties, (statement.part, statement.start), key=_position) - 1
    last = bisect_left(duties, (statement.part, statement.end), key=_position)
    return tuple(
        d.key
        for d in duties[max(0, first) : last]
        if d.part == statement.part and statement.start < d.end
    )
