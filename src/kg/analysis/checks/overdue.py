"""Deadlines that have passed at the given day, by the one definition of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import beside
from kg.analysis.deadlines import DueDate, due_dates
from kg.analysis.facts import Facts, Time
from kg.analysis.labels import quote
from kg.analysis.model import Row

CHECK = describe(
    "overdue",
    "time",
    "warning",
    name=("已到期", "an overdue deadline"),
    question=("哪些时限已经过去?", "which deadlines have passed?"),
    why=(
        "完成日期在给定日期之前;没有收录完成情况,须核实。",
        "The date lies before the given day; whether the duty was done is not recorded.",
    ),
    message=(
        "“{words}”({due})到{day}已过:{about}",
        "“{words}” ({due}) had passed by {day}: {about}",
    ),
    remedy=("核实完成情况", "Check whether it was done"),
)
# How long something lasts is not by when: 3年整治任务.
_ONLY_LENGTH = re.compile(r"^(?!\d{4}年)[\d一二两三四五六七八九十]+(?:年|个?月|天|周)(?:内|期)?$")


def run(facts: Facts) -> Iterator[Row]:
    """Yield what is overdue; where the whole plan is over, its period and phases are not told again."""
    times = {time.iri: time for time in facts.times}
    over = {d.iri for d in facts.texts.values() if d.end and d.end < facts.as_of}
    for each in due_dates(facts.store, as_of=facts.as_of, holders=False):
        if each.state != "overdue" or _ONLY_LENGTH.match(each.words):
            continue
        if each.about not in facts.duties and each.document in over:
            continue
        time = times.get(each.iri)
        if time and each.document in over and _is_of_phase(facts, time):
            continue
        values = {
            "words": each.words,
            "due": str(each.due),
            "day": str(facts.as_of),
            "about": _bound(facts, each, time),
        }
        yield Row(each.iri, evidence=(each.evidence,), values=values)


def _is_of_phase(facts: Facts, time: Time) -> bool:
    """Whether a time stands in the heading of a phase, whose duties only inherit it."""
    sections = (facts.sections.get(holder) for holder in time.holders)
    return any(section and "Phase" in section.kinds for section in sections)


def _bound(facts: Facts, each: DueDate, time: Time | None) -> str:
    """Return what the date binds: the words beside it in its own sentence."""
    text = facts.texts.get(each.document)
    duty = facts.duties.get(each.about)
    if time is None or text is None or duty is None or not duty.place.begins(time.place):
        return f"<{each.about}>"
    words = beside(text.written[time.place.line - 1], time.place.start, time.place.end)
    return quote(words) if words else f"<{each.about}>"
