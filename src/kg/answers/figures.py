"""Figures in the clauses of documents."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.answers.cleaning import fold
from kg.answers.finding import Found, bare
from kg.answers.frame import Frame

_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:万|亿)?(?:吨/年|吨|%|个月|个|类|项|次|家|名|人|年|米|平方米|公里|级|小时|分钟|周岁|岁|个月|座|处|条|件|套|张|分|所|间|辆|台|艘|户|篇|例|场|期|栋|册|天|日|亿元|万元|元|公顷|亩|人次|人|EFLOPS|EB|PB|kw|MW)?"
    r"|[一二两三四五六七八九十]+(?:级|个|类|项|次|家|名|座|处|条|套|张|所|间|辆|台|户|篇|例|场|期|栋|年内|天|批)|一年内"
)
# Units of measure: a figure with another unit is no answer.
MEASURES = (
    *("平方米", "公里", "米", "分钟", "小时", "周岁", "岁", "个月", "天", "亿元", "万元", "元"),
    *("吨", "亩", "公顷", "人次", "倍"),
)
# A figure without such a counter, or with another one, is no answer either.
COUNTERS = ("名", "人", "张", "所", "间", "辆", "台", "艘", "户", "篇", "例", "期", "栋", "分")
_PEOPLE = ("名", "人")
_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def figures(found: Found, frame: Frame) -> list[str]:
    """Figures of the clause, without dates, those next to the question's words first."""
    clause_text = found.clause
    clause = re.sub(
        r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底)?前?",
        lambda m: "\0" * len(m[0]),
        bare(found.clause),
    )
    words = [w for t in frame.topics for w in t.split("|") if len(w) > 1]
    spots = [
        clause.find(w[i : i + 2])
        for w in words
        for i in range(max(1, len(w) - 1))
        if w[i : i + 2] in clause
    ]
    unit = asked_unit(fold(frame.question))
    ranked = []
    for match in _FIGURE.finditer(clause):
        distance = min((abs(match.start() - s) for s in spots), default=0)
        ranked.append((0 if unit and unit in match[0] else 1, distance, match[0]))
    values = [value for _, _, value in sorted(ranked)]
    if is_strict(unit, frame) and not any(unit in value for value in values):
        values = []
    if not values and clause_text != found.sentence.text:
        return figures(replace(found, clause=found.sentence.text), frame)
    return [as_number(v) for v in values]


def asked_unit(question: str) -> str:
    """The unit that a folded question asks for; empty where it names none."""
    unit = re.search(f"(?:多少|几)({'|'.join(MEASURES)})", question)
    if unit:
        return unit[1]
    match = re.search(
        r"几([级类个项次家名座处套张分所间辆台艘户篇例场期栋])|多少([个项次家名座处套张分所间辆台艘户篇例场期栋])",
        question,
    )
    if match:
        return match[1] or match[2]
    if "面积" in question:
        return "平方米"
    if re.search(r"比例|百分|多少%|percent|proportion|share|rate", question):
        return "%"
    if re.search(r"level|grade|class", question):
        return "级"
    return "吨" if re.search(r"规模|capacity|多大", question) else ""


def is_strict(unit: str, frame: Frame) -> bool:
    """Whether a figure in another unit is no answer: the unit is named, or it is an area."""
    return unit in MEASURES and (unit in fold(frame.question) or unit == "平方米")


def counted(values: list[str], unit: str) -> bool:
    """Whether the first of some figures counts in a unit; people are counted as 名 and as 人."""
    units = _PEOPLE if unit in _PEOPLE else (unit,)
    return bool(values) and values[0].endswith(units)


def as_number(figure: str) -> str:
    """A counted figure as a number: 三个 is 3; levels and units of measure stay as written."""
    match = re.fullmatch(r"([一二两三四五六七八九十])(?:个|类|项|次|家|名|座|处|条|套|批)", figure)
    if match:
        return str(_DIGITS[match[1]])
    match = re.fullmatch(r"(\d+)(?:个|类|项|次|家|名|座|处|条|套)", figure)
    return match[1] if match else figure
