"""Words that promise an end and give no date: 按期, 尽快, 定期."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, clauses
from kg.analysis.facts import Duty, Facts
from kg.analysis.genres import is_one_year, is_standing
from kg.analysis.labels import quote
from kg.analysis.model import Evidence, Row
from kg.lexicon import load_deeds

CHECK = describe(
    "vague-deadline",
    "time",
    "warning",
    name=("时限含糊", "a vague deadline"),
    question=("哪些时限无法考核?", "which deadlines cannot be checked?"),
    why=(
        "写的是“按期”“定期”“尽快”一类的话,没有日期或周期,无法判断是否完成。",
        "Words such as “on time”, “regularly” or “soon” give no date or period, so nobody can tell whether it was met.",
    ),
    message=("“{words}”没有日期或周期:{duty}", "“{words}” gives no date or period: {duty}"),
    remedy=("改为具体日期或周期", "Give a date or a period"),
)
# An order, not a time; or a fixed name such as 定期体检 that says nothing of when a plan is done.
_FIRM = re.compile(r"[12]\d{3}年|每[年月周日天季半]|\d+(?:个)?(?:工作日|小时|天|日|月|年)")
_MOST = 4
# Who kept a date is to be praised: no deadline is set.
_PRAISES = re.compile(r"对[^,。;]*(?:成效|较好|良好|突出|显著)")
_AIMS = re.compile(r"总体要求|指导思想|基本原则|总体思路")


def run(facts: Facts) -> Iterator[Row]:
    """Yield the duties of plans that only promise an end."""
    yield from vague_words(facts, terms())


def vague_words(
    facts: Facts, words: re.Pattern[str], ends: tuple[str, ...] | None = None
) -> Iterator[Row]:
    """Yield duties with words of a pattern in clauses without a date, once per duty and word.

    Args:
        facts: the graph.
        words: what to look for.
        ends: last words of the clauses that count; then only duties count that no date binds and
            that somebody has.
    """
    standing = {iri for iri, text in facts.texts.items() if is_standing(text)}
    if ends is not None:
        standing |= {iri for iri, text in facts.texts.items() if is_one_year(text)}
    timed = {holder for time in facts.times if time.due for holder in time.holders}
    for duty in facts.duties.values():
        section = facts.sections.get(duty.section)
        if duty.document in standing or (section and "Phase" in section.kinds):
            continue
        if section and _AIMS.search(section.title):
            continue
        if ends is None or (duty.iri not in timed and _is_binding(facts, duty)):
            yield from _found(facts, duty, words, ends or ("",))


def _is_binding(facts: Facts, duty: Duty) -> bool:
    """Whether a duty is somebody's, not an aim of the introduction."""
    section = facts.sections.get(duty.section)
    return duty.iri in facts.covering or bool(section and "Requirement" in section.kinds)


def _found(
    facts: Facts, duty: Duty, words: re.Pattern[str], ends: tuple[str, ...]
) -> Iterator[Row]:
    places: dict[str, list[Clause]] = {}
    for clause in clauses(duty.text):
        match = words.search(clause.text)
        if (
            match
            and not _PRAISES.match(clause.text)
            and clause.text.endswith(ends)
            and not _FIRM.search(clause.text)
        ):
            places.setdefault(match["word"], []).append(clause)
    for word, found in places.items():
        evidence: list[str | Evidence] = [facts.shows(duty, each.start, each.end) for each in found]
        shown = quote(*(each.text for each in found[:_MOST]))
        yield Row(duty.iri, word, tuple(evidence), {"words": word, "duty": shown})


@cache
def terms() -> re.Pattern[str]:
    """Return the pattern of words that promise an end."""
    return _any_of(load_deeds().term)


@cache
def paces() -> re.Pattern[str]:
    """Return the pattern of words for how the work goes on."""
    # Only where the pace is that of the deed, not 促进资本加快集聚; what an event calls for has no date.
    event = r"(?!及时(?:发布|处置|处理|报告|上报|移送|移交|公布|回应|反馈|启动|救治|消除|通报|预警|送|发现|制止))"
    return _any_of(load_deeds().pace, r"^(?:要|应当?|须|切实|积极|并|由?[^,、]{2,12}?要)?" + event)


def _any_of(listed: tuple[str, ...], before: str = "") -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(listed, key=len, reverse=True)))
    return re.compile(rf"{before}(?P<word>{words})(?!率|整改|改正|体检)")
