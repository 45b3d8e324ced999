"""Words for how the work goes on where no date says when it is done: 加快, 持续, 逐步."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.checks.vague_deadline import paces, vague_words
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row
from kg.lexicon import load_deeds

CHECK = describe(
    "vague-pace",
    "time",
    "info",
    name=("只写快慢、没有时限", "a pace instead of a deadline"),
    question=("哪些任务只写“加快”“持续”而没有时限?", "which duties state a pace and no deadline?"),
    why=(
        "“加快”“持续”“及时”说明怎样做,没有说明做到何时,到期无法检查。",
        "Words such as “faster”, “continuously” or “promptly” say how to work and not by when, so nothing can be checked on a day.",
    ),
    message=("“{words}”不是时限:{duty}", "“{words}” is no deadline: {duty}"),
    remedy=("需要考核的,补上日期或周期", "Add a date or a period where progress is to be judged"),
    advice=True,
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield the duties of plans that state a pace and no date."""
    yield from vague_words(facts, paces(), load_deeds().seen)
