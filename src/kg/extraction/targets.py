"""Measurable targets: shares, grades, counts, frequencies and states to reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.clauses import Claims, readable
from kg.extraction.numerals import read_numeral
from kg.extraction.register import Register

_AMOUNT = re.compile(
    r"(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?P<scale>多|余|万|亿)?(?P<unit>个百分点|%|万吨/年|平方米|公里|[个项家所套批座条人户台辆处次亩张名吨件类种场支期])"
)
_GRADE = re.compile(r"(?P<n>[一二三])级(?=达标)")
_BOUND = re.compile(r"不低于|不少于|至少|不超过|超过|达到|以上|以内|以下|左右")
_FULL = re.compile(r"全部|所有|全覆盖|一律|全面|100%")


@dataclass(frozen=True)
class Aim:
    """A target in a text: span, what is aimed at, how much, of which unit."""

    start: int
    end: int
    what: str
    value: str | None
    unit: str | None
    rule: str


def find_aims(text: str, rules: Register) -> Iterator[Aim]:
    """Targets in folded text; where two rules overlap, the earlier in the register wins."""
    claims, stretches = Claims(text), list(readable(text))
    for rule in rules.stage("target"):
        for match in (m for span in stretches for m in rule.regex.finditer(text, *span)):
            group = "what" if "what" in match.groupdict() else 0
            start, end = match.span(group)
            start += len(match.group(group)) - len(match.group(group).lstrip(" 、"))
            if end - start < 4 or not claims.take(start, end):
                continue
            words = text[start:end]
            value, unit = _amount(words)
            yield Aim(start, end, _what(words), value, unit, rule.key)


def _amount(words: str) -> tuple[str | None, str | None]:
    """The number and unit that the words state; 100 % only where they say all."""
    grade = _GRADE.search(words)
    if grade:
        return f"{grade['n']}级", "级"
    match = _AMOUNT.search(words)
    if match:
        written = match["n"]
        number = written if written[0].isdigit() else str(read_numeral(written) or written)
        unit = match["unit"]
        scale = match["scale"] if match["scale"] in ("万", "亿") else ""
        period = re.search(r"每(半?年|季度|月|周)", words)
        return number + scale, f"{unit}/{period[1]}" if period and unit == "次" else unit
    if _FULL.search(words):
        return "100", "%"
    return None, None


def _what(words: str) -> str:
    """The words without the number, as the thing that is measured."""
    bare = _BOUND.sub("", _AMOUNT.sub("", words, count=1))
    return re.sub(r"^(?:要|必须|应|争取|力争|完成)", "", bare).strip(",;:、 ") or words
