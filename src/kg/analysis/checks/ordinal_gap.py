"""Numbers of items that are missing or stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Section, Text
from kg.analysis.model import Row
from kg.analysis.words import to_number

CHECK = describe(
    "ordinal-gap",
    "arithmetic",
    "warning",
    name=("编号缺漏或重复", "numbers missing or twice"),
    question=("哪些编号缺漏或重复?", "which numbers are missing or stand twice?"),
    why=(
        "分项编号跳号或重号,可能漏掉一项或引用出错。",
        "The numbering of items skips or repeats a number: an item may be lost, or a reference go wrong.",
    ),
    message=(
        "“{section}”的编号从“{before}”到“{after}”",
        "The numbering of “{section}” goes from “{before}” to “{after}”",
    ),
    remedy=("核对编号", "Check the numbering"),
)
_ORDINAL = re.compile(r"(?:^|(?<=[。;:;.,,]))([一二三四五六七八九十]{1,3})是")


def run(facts: Facts) -> Iterator[Row]:
    """Yield places in the line of a section where the numbering breaks."""
    for section in facts.sections.values():
        text = facts.texts.get(section.document)
        if text and section.place.line <= len(text.lines):
            yield from _breaks(text, section)


def _breaks(text: Text, section: Section) -> Iterator[Row]:
    number = section.place.line
    found = list(_ORDINAL.finditer(text.lines[number - 1], section.place.start))
    for one, other in pairwise(found):
        first, second = to_number(one.group(1)), to_number(other.group(1))
        if first and second and second not in (first + 1, 1):
            values = {"section": section.title, "before": one.group(), "after": other.group()}
            evidence = tuple(text.evidence(number, m.start(), m.end()) for m in (one, other))
            yield Row(section.iri, f"{one.group()}-{other.group()}", evidence, values)
