"""Deadlines after the end or before the beginning of the plan's own period."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "deadline-outside-period",
    "time",
    "warning",
    name=("时限不在规划期内", "a deadline outside the period of the plan"),
    question=("哪些时限不在规划期内?", "which deadlines lie outside the period of the plan?"),
    why=(
        "任务的完成日期早于规划期开始或晚于规划期结束。",
        "The date lies before the period of the plan begins or after it ends.",
    ),
    message=(
        "“{words}”({due})不在规划期{period}内",
        "“{words}” ({due}) lies outside the period {period}",
    ),
    remedy=("改定时限或规划期", "Change the date or the period"),
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield dates outside the period."""
    for time in facts.times:
        text = facts.texts.get(time.document)
        if not (time.due and text and text.start and text.end) or time.holders == (text.iri,):
            continue
        if time.due < text.start or time.due > text.end:
            period = f"{text.start}—{text.end}"
            values = {"words": time.words, "due": str(time.due), "period": period}
            yield Row(time.iri, evidence=(time.evidence,), values=values)
