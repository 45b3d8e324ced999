"""Duties without any time, and deeds that the date beside them does not cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, is_named, name_of, undated
from kg.analysis.facts import Duty, Facts
from kg.analysis.genres import is_one_year, is_standing
from kg.analysis.labels import quote
from kg.analysis.model import Row

CHECK = describe(
    "no-deadline",
    "time",
    "info",
    name=("任务没有时限", "a duty without a deadline"),
    question=("哪些任务没有时限?", "which duties have no deadline?"),
    why=(
        "任务没有写明日期、周期或阶段,只受规划总期限约束;同一任务中另一件事有时限的,也逐件核对。",
        "The duty, or a deed within it, states no date, period or phase; only the period of the whole plan applies.",
    ),
    message=("{what}没有写明时限{more}", "no deadline is stated for {what}{more_en}"),
    remedy=("写明完成日期或周期", "State a date or a period"),
)
_HANDED_IN = re.compile(r"报[^,。;]{2,20}(?:审核|备案|审批|批准|汇总)")
# A permission, a prohibition or an encouragement holds at all times.
_FORBIDS = re.compile(
    r"可(?:以)?[^,。;]|允许|鼓励|倡导|引导|不再|不得|严禁|禁止|[^,。;]{2,30}对[^,。;]{2,30}负责$"
)
_REWARDS = re.compile(
    r"^(?:[^对]{0,6}[、.)是])?对[^。;]{4,}?(?:成效|较好|良好|情况好|突出|显著|领先)[^。;]*的|给予[^。;]{0,40}?(?:奖励|补助|补贴|资助|扶持|奖补)|的(?:奖励|补助|补贴)$"
)
_BINDING = frozenset(("DomainSection", "Topic", "Requirement"))
_MOST = 5


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties of plans without a time, with the deeds that lack one."""
    timed = {holder for time in facts.times for holder in time.holders}
    dated = {holder for time in facts.times if time.due for holder in time.holders}
    standing = {iri for iri, text in facts.texts.items() if is_standing(text) or is_one_year(text)}
    for duty in facts.duties.values():
        section = facts.sections.get(duty.section)
        if duty.document in standing or _is_timeless(duty.text):
            continue
        if section and "Phase" in section.kinds:
            continue
        kinds = section.kinds if section else frozenset()
        deeds = undated(duty.text) if kinds & _BINDING or duty.iri in facts.covering else ()
        if duty.iri in timed:
            if duty.iri in dated:
                # Its headline is what the date further on is about.
                deeds = tuple(each for each in deeds if not is_named(each.text, name_of(duty.text)))
            yield from _left(facts, duty, deeds)
        elif "Requirement" in kinds:
            # How the work is organised holds for the whole period; what is made or handed in does not.
            if deeds or _HANDED_IN.search(duty.text):
                yield _row(facts, duty, deeds)
        elif duty.iri in facts.covering:
            yield _row(facts, duty, deeds)


def _is_timeless(text: str) -> bool:
    """Whether a duty forbids, encourages or rewards: that holds as long as the plan does."""
    name = name_of(text)
    return bool(_FORBIDS.match(name) or _REWARDS.search(text))


def _left(facts: Facts, duty: Duty, deeds: tuple[Clause, ...]) -> Iterator[Row]:
    whole = quote(name_of(duty.text))
    if deeds:
        evidence = tuple(facts.shows(duty, each.start, each.end) for each in deeds)
        listed = _listed(deeds)
        apart = listed != whole
        values = {
            "what": listed,
            "more": f"(在{whole}之内)" if apart else "",
            "more_en": f" (part of {whole})" if apart else "",
        }
        yield Row(duty.iri, "part", evidence, values)


def _row(facts: Facts, duty: Duty, deeds: tuple[Clause, ...]) -> Row:
    name = name_of(duty.text)
    within = tuple(each for each in deeds if not is_named(each.text, name))
    evidence = (duty.evidence, *(facts.shows(duty, each.start, each.end) for each in within))
    values = {
        "what": quote(name),
        "more": f",包括{_listed(within)}" if within else "",
        "more_en": f", including {_listed(within)}" if within else "",
    }
    return Row(duty.iri, "", evidence, values)


def _listed(deeds: tuple[Clause, ...]) -> str:
    return quote(*(each.text for each in deeds[:_MOST]))
