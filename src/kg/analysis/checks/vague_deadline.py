"""Times that cannot be checked: 按期, 持续, 尽快."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts, Time
from kg.analysis.model import Row

CHECK = describe(
    "vague-deadline",
    "time",
    "warning",
    name=("时限含糊", "vague deadline"),
    question=("哪些时限无法考核?", "which deadlines cannot be checked?"),
    why=(
        "写的是“按期”“定期”“尽快”一类的话,没有日期或周期,无法判断是否完成。",
        "Words such as “on time”, “regularly” or “soon” give no date or period, so nobody can tell whether it was met.",
    ),
    message=("“{words}”没有日期或周期:{duty}", "“{words}” gives no date or period: {duty}"),
    remedy=("改为具体日期或周期", "Give a date or a period"),
)
_VAGUE = re.compile(
    r"尽快|尽早|及早|早日|适时|择机|逐步|限期|分阶段|分类分批|分期分批|分批|不定期|近期|按照?时间节点|阶段性"
)
_FIRM = re.compile(r"\d|立即|随时|[一二三四五六七八九十]+[年月日天]")


def run(facts: Facts) -> Iterator[Row]:
    """Yield times without value and vague words beside them."""
    seen: dict[str, list[Time]] = {}
    for time in facts.times:
        for holder in time.holders:
            seen.setdefault(holder, []).append(time)
        if not time.value and time.due is None and not _FIRM.search(time.words):
            duty = next((facts.duties[h] for h in time.holders if h in facts.duties), None)
            shown = f"<{duty.iri}>" if duty else "—"
            yield Row(
                time.iri, evidence=(time.evidence,), values={"words": time.words, "duty": shown}
            )
    for duty in facts.duties.values():
        yield from _words(facts, duty, seen.get(duty.iri, []))


def _words(facts: Facts, duty: Duty, times: list[Time]) -> Iterator[Row]:
    """Yield vague words of a duty that has no firm date of its own."""
    if any(time.due for time in times):
        return
    written = {time.words for time in times}
    for match in _VAGUE.finditer(duty.text):
        if not any(match.group() in words for words in written):
            at = (
                facts.texts[duty.document].evidence(*_located(duty, match))
                if _single(duty)
                else duty.evidence
            )
            values = {"words": match.group(), "duty": f"<{duty.iri}>"}
            yield Row(duty.iri, match.group(), (at,), values)


def _single(duty: Duty) -> bool:
    return duty.place.line == duty.place.end_line


def _located(duty: Duty, match: re.Match[str]) -> tuple[int, int, int]:
    return duty.place.line, duty.place.start + match.start(), duty.place.start + match.end()
