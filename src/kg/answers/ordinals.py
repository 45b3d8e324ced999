"""Numbers of phases in questions: 第二阶段, the last stage."""

from __future__ import annotations

import re

from kg.answers.knowledge import Knowledge

_ORDINALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
}
_NUMBER = re.compile(
    r"(?:第[一二三四五六\d]|最后一?)个?|first|second|third|fourth|fifth|last|final"
)


def ordinal(text: str) -> int | None:
    """The number of the phase that a folded text names; None without one."""
    match = re.search(
        r"第([一二三四五六\d])(?:个)?(?:阶段|步)|(first|second|third|fourth|fifth) (?:phase|stage)",
        text,
    )
    if match:
        return _ORDINALS[match[1] or match[2]]
    match = re.search(r"(?:phase|stage) (\d)", text)
    if match:
        return int(match[1])
    if re.search(r"最后一?个?阶段|(?:last|final) (?:phase|stage)", text):
        return 4
    return None


def is_number(topic: str) -> bool:
    """Whether a word of content is only the number of a phase."""
    return _NUMBER.fullmatch(topic) is not None


def numbered_phases(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The phase that a folded text names by its number, in each document that has so many."""
    number = ordinal(text)
    if number is None:
        return ()
    phases = [s for s in knowledge.sections.values() if s.kind == "Phase"]
    found: list[str] = []
    for document in dict.fromkeys(s.document for s in phases):
        own = sorted((s.order, s.iri) for s in phases if s.document == document)
        found += [iri for _, iri in own[number - 1 : number]]
    return tuple(found)
