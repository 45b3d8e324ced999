"""Dates that can be read in two ways: 六月前, 2022年完成."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "ambiguous-date",
    "time",
    "info",
    name=("日期有歧义", "a date with two readings"),
    question=("哪些日期可以有两种读法?", "which dates can be read in two ways?"),
    why=(
        "“某月前”不知是否包括当月,“某年完成”不知是年初还是年底。",
        "“Before June” may or may not include June; “in 2022” may mean its beginning or its end.",
    ),
    message=("“{words}”{why}", "“{words}” {why_en}"),
    remedy=("写明某月某日", "Give the day"),
)
_BEFORE = re.compile(r"(?<!底)(?<!末)(?<!日)前$")
_YEAR = re.compile(r"[12]\d{3}年")


def run(facts: Facts) -> Iterator[Row]:
    """Yield dates of duties and phases that leave the day open."""
    for time in facts.times:
        if _BEFORE.search(time.words) and re.search(r"\d[年月]前$", time.words):
            why = {
                "why": "不知是否包括当月(年)",
                "why_en": "may or may not include that month or year",
            }
        elif _YEAR.fullmatch(time.words) and any(holder in facts.duties for holder in time.holders):
            if any(_is_phase(facts, holder) for holder in time.holders):
                continue
            why = {"why": "没有写明到几月", "why_en": "does not say by which month"}
        else:
            continue
        yield Row(time.iri, evidence=(time.evidence,), values={"words": time.words, **why})


def _is_phase(facts: Facts, holder: str) -> bool:
    duty = facts.duties.get(holder)
    section = facts.sections.get(duty.section if duty else holder)
    return bool(section and "Phase" in section.kinds)
