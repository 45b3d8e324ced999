"""So many things are to be done, and which ones is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "unnamed-count",
    "arithmetic",
    "info",
    name=("写了数目、没有点名", "a number of things that are not named"),
    question=("哪些任务写了数目而没有点名?", "which duties give a number and no names?"),
    why=(
        "任务要求完成几个对象,没有写明是哪几个。",
        "A duty demands so many things and does not say which.",
    ),
    message=("“{words}”没有写明是哪几个", "“{words}” does not say which ones"),
    remedy=("列出名单", "List them"),
)
_COUNT = re.compile(
    r"(?:完成|改造|整治|提升|搬迁|关闭|淘汰)(?P<n>[\d一二三四五六七八九十两]+)(?:个|家|座|处|条|所)"
    r"(?!阶段|方面|以上)[\u4e00-\u9fff]{2,14}"
)
_NAMED = re.compile(r"[::((]|[,,]?(?:名单|即|包括|分别为|详?见)")


def run(facts: Facts) -> Iterator[Row]:
    """Yield counted things without names."""
    for duty in facts.duties.values():
        if duty.place.line != duty.place.end_line:
            continue
        for match in _COUNT.finditer(duty.text):
            if not _NAMED.match(duty.text[match.end() :]):
                begin = duty.place.start
                at = facts.texts[duty.document].evidence(
                    duty.place.line, begin + match.start(), begin + match.end()
                )
                yield Row(duty.iri, match.group(), (at,), {"words": match.group()})
