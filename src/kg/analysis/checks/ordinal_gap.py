"""Numbers of items that are missing or stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts
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
_ORDINAL = re.compile(r"[((]?([\d一二三四五六七八九十]+)(?:是|[.、))])?")


def run(facts: Facts) -> Iterator[Row]:
    """Yield places where the numbering breaks."""
    for section, duties in facts.by_section.items():
        ordered = sorted(duties, key=lambda duty: duty.order)
        for one, other in pairwise(ordered):
            first, second = _number(one), _number(other)
            if first and second and _style(one) == _style(other) and second not in (first + 1, 1):
                title = facts.sections[section].title if section in facts.sections else ""
                values = {"section": title, "before": one.ordinal, "after": other.ordinal}
                yield Row(other.iri, one.ordinal, (one.evidence, other.evidence), values)


def _number(duty: Duty) -> int | None:
    match = _ORDINAL.fullmatch(duty.ordinal)
    return to_number(match.group(1)) if match else None


def _style(duty: Duty) -> str:
    return re.sub(r"[\d一二三四五六七八九十]+", "#", duty.ordinal)
