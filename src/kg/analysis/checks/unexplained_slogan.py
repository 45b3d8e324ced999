"""Numbered catchwords whose items are listed nowhere: “五进”, “一超四罚”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Text
from kg.analysis.genres import is_standing
from kg.analysis.model import Evidence, Row
from kg.analysis.words import to_number
from kg.lexicon import load_deeds

CHECK = describe(
    "unexplained-slogan",
    "arithmetic",
    "info",
    name=("数字缩略语没有解释", "an unexplained numbered slogan"),
    question=("哪些数字缩略语全文没有展开?", "which numbered slogans are never spelt out?"),
    why=(
        "“几个什么”一类缩略语全文没有列出各项,执行者不知道包括什么。",
        "A slogan such as “the five …” is never spelt out; who must act cannot know what it contains.",
    ),
    message=("“{words}”没有列出包括哪几项", "“{words}” is never spelt out"),
    remedy=("列出各项,或注明出处", "List the items, or say where they stand"),
)
_SLOGAN = re.compile(r"“(?P<words>[\u4e00-\u9fff]{2,9})”")
_NUMBER = re.compile(r"[一二两三四五六七八九十双]")
_COUNTED = re.compile(r"^(?P<n>[两二三四五六七八九十])(?:个)?[\u4e00-\u9fff]{1,3}$")
_MIXED = re.compile(r"^(?:[一两二三四五六七八九十][\u4e00-\u9fff]){2,4}$")
_POLITICAL = re.compile(r"政治(?:高度|站位|责任|自觉)")
# One paper for each thing, such as 一企一策: nothing is numbered.
_EACH = re.compile(r"^一.{1,3}一.$")
_NEAR = 60


def run(facts: Facts) -> Iterator[Row]:
    """Yield catchwords that no list in their neighbourhood explains."""
    for text in facts.texts.values():
        if is_standing(text):
            continue
        found: dict[str, list[Evidence]] = {}
        explained: set[str] = set()
        for number, match in text.find(_SLOGAN):
            words = match["words"]
            if _POLITICAL.search(text.lines[number - 1], match.end(), match.end() + _NEAR):
                continue
            if words in load_deeds().known or _EACH.match(words) or words in text.title:
                continue
            if not (_COUNTED.match(words) or _MIXED.match(words)):
                continue
            found.setdefault(words, []).append(text.evidence(number, match.start(), match.end()))
            if _is_explained(text, number, match):
                explained.add(words)
        for words, places in found.items():
            if words not in explained:
                yield Row(text.iri, words, tuple(places), {"words": words})


def _is_explained(text: Text, number: int, match: re.Match[str]) -> bool:
    """Whether as many items as announced stand just before or after."""
    counted = _COUNTED.match(match["words"])
    announced = to_number(counted["n"]) if counted else None
    if announced is None:
        return False
    line = text.lines[number - 1]
    before = re.split(r"[。;,,;]", line[max(0, match.start() - _NEAR) : match.start()])[-1]
    rest = line[match.end() : match.end() + _NEAR]
    after = re.split(r"[。;;]", rest)[0]
    return any(_holds(part, announced) for part in (before, after))


def _holds(part: str, announced: int) -> bool:
    """Whether one run of the words is a list of that many items."""
    for run_of_items in re.findall(r"[\u4e00-\u9fff]{2,}(?:[、和][\u4e00-\u9fff]{2,})+", part):
        items = len(re.split(r"、", run_of_items))
        with_and = len(re.split(r"[、和]", run_of_items))
        if items <= announced <= with_and:
            return True
    return False
