"""A thing demanded of all by one day, and of some of them by another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import beside
from kg.analysis.facts import Facts, Time
from kg.analysis.model import Row

CHECK = describe(
    "uneven-deadlines",
    "time",
    "warning",
    name=("同类事项时限不一", "different dates for much the same thing"),
    question=("哪些同类事项的时限前后不一?", "which things of one kind have different dates?"),
    why=(
        "一处要求各类对象在某日前完成,另一处给其中一部分对象同类事项写了另一个日期,不知以哪个为准。",
        "One place demands a thing of all by one day, another demands much the same of some of them by another day; which applies is open.",
    ),
    message=(
        "“{one}”({due})与“{other}”({other_due})时限不一",
        "“{one}” ({due}) and “{other}” ({other_due}) are due on different days",
    ),
    remedy=("统一时限,或写明例外", "Settle on one date, or state the exception"),
    advice=True,
)
_ALL = re.compile(r"各类|所有|全部|各重点|各")
_MADE = re.compile(r"(?:体系|制度|机制|平台|系统|清单|台账|队伍)(?:建设)?$")
_SHARED, _ENOUGH = 4, 2


def run(facts: Facts) -> Iterator[Row]:
    """Yield pairs of dated clauses about one kind of thing, one of them for all."""
    for document, text in facts.texts.items():
        dated = [
            (time, words)
            for time in facts.times_of(document)
            if time.due and any(holder in facts.duties for holder in time.holders)
            if _MADE.search(
                words := beside(text.lines[time.place.line - 1], time.place.start, time.place.end)
            )
        ]
        for (one, what), (other, same) in combinations(dated, 2):
            if one.due != other.due and _is_part(what, same):
                yield _row(facts, one, other)


def _is_part(one: str, other: str) -> bool:
    """Whether two clauses demand much the same, one of all and the other of a part."""
    whole, part = (one, other) if _ALL.match(one) else (other, one)
    subject = re.match(
        r"(?:各类|所有|全部|各重点行业领域|各)([\u4e00-\u9fff]{2,6}?)(?:建立|完成|建成|健全|全部)",
        whole,
    )
    if subject is None or _ALL.match(part) or subject[1] not in part:
        return False
    one_end, other_end = (re.sub(r"建设$", "", each)[-2:] for each in (whole, part))
    bare = [re.sub(r"建立|完善|完成|建设|的|产", "", each) for each in (whole, part)]
    common = sum(len(piece) >= _ENOUGH for piece in _pieces(*bare))
    return one_end == other_end and common > 0 and len("".join(_pieces(*bare))) >= _SHARED + 4


def _pieces(one: str, other: str) -> list[str]:
    """Return the longest stretches that two texts share, from left to right."""
    found, at = [], 0
    while at < len(one):
        length = 0
        while at + length < len(one) and one[at : at + length + 1] in other:
            length += 1
        if length >= _ENOUGH:
            found.append(one[at : at + length])
        at += max(length, 1)
    return found


def _row(facts: Facts, one: Time, other: Time) -> Row:
    lines = facts.texts[one.document].lines
    shown = [beside(lines[t.place.line - 1], t.place.start, t.place.end) for t in (one, other)]
    values = {
        "one": shown[0],
        "other": shown[1],
        "due": str(one.due),
        "other_due": str(other.due),
    }
    return Row(one.iri, other.iri, (one.evidence, other.evidence), values)
