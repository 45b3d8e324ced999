"""A plan whose general aims promise more or less of something and give no figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, clauses
from kg.analysis.facts import Duty, Facts
from kg.analysis.genres import is_standing
from kg.analysis.model import Row

CHECK = describe(
    "aim-without-figure",
    "coverage",
    "warning",
    name=("总体目标没有数字", "a general aim without a figure"),
    question=("哪些文件的总体目标没有数字?", "which plans state general aims without any figure?"),
    why=(
        "总体要求写了“下降”“提高”,没有基数和幅度,期满无法判断是否达到。",
        "The general aims speak of a fall or rise and give no base or extent, so nobody can tell at the end whether they were met.",
    ),
    message=(
        "总体目标“{aims}”没有写明幅度",
        "the general aims give no figure: “{aims}”",
    ),
    remedy=("写明基数、幅度和时间", "State base, extent and date"),
)
_AIMS = re.compile(r"总体要求|总体目标|主要目标|工作目标|行动目标|发展目标|总体思路|指导思想")
_MORE = re.compile(
    r"(?:持续|明显|显著|大幅|有效|稳步|逐年)(?:地)?(?:下降|减少|降低|遏制|提高|提升|增强|改善|增加|扩大)|"
    r"(?:下降|减少|降低)$"
)
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:%|％|‰|个|家|项|万|亿|人|起|倍|分|公里|户|所|件|名|左右|以上|以下)|百分之|一倍|翻番"
)
_MOST = 3


def run(facts: Facts) -> Iterator[Row]:
    """Yield plans whose sections of aims promise change and have no figure at all."""
    for document, text in facts.texts.items():
        duties = [duty for duty in facts.duties_of(document) if _is_aim(facts, duty)]
        if is_standing(text) or any(_FIGURE.search(duty.text) for duty in duties):
            continue
        found = [
            (duty, part)
            for duty in duties
            for part in clauses(duty.text)
            if _MORE.search(part.text)
        ]
        if found and not _has_figure_elsewhere(facts, document):
            yield _row(facts, document, found[:_MOST])


def _is_aim(facts: Facts, duty: Duty) -> bool:
    section = facts.sections.get(duty.section)
    return section is not None and bool(_AIMS.search(section.title))


def _has_figure_elsewhere(facts: Facts, document: str) -> bool:
    """Whether another section of aims gives figures."""
    lines, sections = facts.texts[document].lines, facts.sections_of(document)
    for section, after in pairwise((*sections, None)):
        if section and _AIMS.search(section.title):
            end = after.place.line - 1 if after else len(lines)
            if _FIGURE.search("".join(lines[section.place.line - 1 : end])):
                return True
    return False


def _row(facts: Facts, document: str, found: list[tuple[Duty, Clause]]) -> Row:
    evidence = tuple(facts.shows(duty, part.start, part.end) for duty, part in found)
    return Row(document, "", evidence, {"aims": "\x1f".join(part.text for _, part in found)})
