"""A title that announces more years than the period of the plan has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row
from kg.analysis.words import to_number

CHECK = describe(
    "period-length",
    "arithmetic",
    "info",
    name=("规划期与标题年数不符", "the period is not as long as the title says"),
    question=(
        "哪些规划的期限与标题的年数不符?",
        "which periods are not as long as the title says?",
    ),
    why=(
        "标题写明年数,起止月份算出来不足或超过。",
        "The title states a number of years; the months from beginning to end are fewer or more.",
    ),
    message=(
        "标题写{years}年,{start}至{end}只有{months}个月",
        "The title says {years} years; from {start} to {end} there are {months} months",
    ),
    advice=True,
    remedy=("核对起止时间", "Check beginning and end"),
)
_YEARS = re.compile(r"([一二三四五六七八九十两\d]+)年(?:行动|攻坚|计划|规划|整治)")


def run(facts: Facts) -> Iterator[Row]:
    """Yield plans whose period has another length than their title says."""
    for text in facts.texts.values():
        match = _YEARS.search(text.title)
        years = to_number(match.group(1)) if match else None
        if not (years and text.start and text.end):
            continue
        months = (text.end.year - text.start.year) * 12 + text.end.month - text.start.month + 1
        if months != years * 12:
            proof = [
                time.evidence
                for time in sorted(facts.times_of(text.iri), key=lambda time: -len(time.words))
                if (time.start, time.due) == (text.start, text.end)
            ]
            values = {
                "years": str(years),
                "months": str(months),
                "start": f"{text.start:%Y-%m}",
                "end": f"{text.end:%Y-%m}",
            }
            yield Row(text.iri, str(months), tuple(proof[:1]), values)
