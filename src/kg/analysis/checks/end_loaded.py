"""Nearly all dates of a plan fall on its last day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Time
from kg.analysis.model import Row

CHECK = describe(
    "end-loaded",
    "time",
    "info",
    name=("时限集中在规划期末", "dates bunched at the end of the period"),
    question=("时限是否都压在最后一天?", "do the dates all fall on the last day?"),
    why=(
        "多数任务的完成日期就是规划期最后一月,没有中间节点可供检查。",
        "Most dates lie in the last month of the period, and no milestone allows to check progress.",
    ),
    message=(
        "{all}个完成日期中有{late}个在规划期最后一月",
        "{late} of {all} dates lie in the last month of the period",
    ),
    remedy=("增设年度节点", "Add yearly milestones"),
    advice=True,
)
_FEWEST, _MOST = 5, 0.5


def run(facts: Facts) -> Iterator[Row]:
    """Yield plans without milestones."""
    by_document: dict[str, list[Time]] = defaultdict(list)
    for time in facts.times:
        if (
            time.due
            and time.kind == "by"
            and any(holder in facts.duties for holder in time.holders)
        ):
            by_document[time.document].append(time)
    for document, times in by_document.items():
        end = facts.texts[document].end if document in facts.texts else None
        late = [
            t for t in times if end and t.due and (t.due.year, t.due.month) == (end.year, end.month)
        ]
        if len(times) >= _FEWEST and len(late) > _MOST * len(times):
            values = {"all": str(len(times)), "late": str(len(late))}
            yield Row(document, "", tuple(t.evidence for t in late), values)
