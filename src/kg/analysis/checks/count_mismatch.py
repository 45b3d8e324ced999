"""Numbers that a text announces and its list does not meet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Text
from kg.analysis.model import Evidence, Row
from kg.analysis.words import to_number

CHECK = describe(
    "count-mismatch",
    "arithmetic",
    "violation",
    name=("宣布的数目与所列不符", "a number announced and not met"),
    question=("哪些数目与所列项目不符?", "which numbers does the list not meet?"),
    why=(
        "文字宣布一个数目,列出的项目怎样数都不是这个数(按“、”或再按“和”分)。",
        "The text announces a number, and its list has another one however “和” is read.",
    ),
    message=(
        "“{words}”与所列{count}项不符",
        "“{words}” does not agree with the {count} items listed",
    ),
    remedy=("核对数目", "Check the number"),
)
_N = r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})"
_UNIT = r"(?:大?类|种|个方面|个|项)(?![\d%年月以左多余])[\u4e00-\u9fff]{2,8}?"
_ITEMS = r"(?P<list>(?:[\u4e00-\u9fff]{2,14}、)+[\u4e00-\u9fff]{2,20})"
_LISTED = (
    # 、 leaves no doubt where the list ends only beside 等, quotation marks, brackets or a colon.
    re.compile(rf"{_ITEMS}(?P<open>等){_N}{_UNIT}(?=[,。;:,;“”、]|$)"),
    re.compile(rf"{_ITEMS}“{_N}{_UNIT}”"),
    re.compile(
        rf"“(?P<list>(?:[\u4e00-\u9fff]{{1,8}}、)+[\u4e00-\u9fff]{{1,8}})”{_N}(?:并重|位一体|个|项|类)"
    ),
    re.compile(
        rf"(?<![\d第]){_N}(?:大?类|种|个|项)(?![以左多余])[\u4e00-\u9fff]{{2,6}}[((]{_ITEMS}[))]"
    ),
)
_OTHER_SENTENCE = re.compile(r"[要须]|增强|做到|坚定|建立|开展")
_SECTIONS = {
    "DomainSection": re.compile(
        rf"(?:在|开展|确定)?{_N}个(?:重点|专项整治|安全专项整治|重点行业)(?:行业)?领域"
    ),
    "Topic": re.compile(rf"{_N}个专题"),
    "Phase": re.compile(rf"分{_N}个阶段"),
}
_LEAD_IN = re.compile(r"^.*(?:针对|对|围绕|包括|即|为|聚焦|突出|涉及|是)")


def run(facts: Facts) -> Iterator[Row]:
    """Yield numbers that nothing in the document meets."""
    for text in facts.texts.values():
        yield from _sections(facts, text)
        for pattern in _LISTED:
            for number, match in text.find(pattern):
                announced = to_number(match["n"])
                fewest, most = _count(match["list"])
                most = 99 if match.groupdict().get("open") else most
                if _OTHER_SENTENCE.search(match["list"]):
                    continue
                if announced and fewest > 1 and not fewest <= announced <= most:
                    shown = str(fewest) if fewest == most or most == 99 else f"{fewest}—{most}"
                    at = text.evidence(number, match.start(), match.end())
                    words = match.group()[match.start("n") - match.start() :]
                    yield _row(text, words, shown, at)


def _count(listed: str) -> tuple[int, int]:
    """Return the fewest and the most items that a list can be read as."""
    items = _LEAD_IN.sub("", listed).split("、")
    joined = sum(len(re.findall(r"和|及|以及|与", item)) for item in items)
    return len(items), len(items) + joined


def _sections(facts: Facts, text: Text) -> Iterator[Row]:
    kinds = [each.kinds for each in facts.sections_of(text.iri)]
    for kind, pattern in _SECTIONS.items():
        count = sum(kind in each for each in kinds)
        seen: set[str] = set()
        for number, match in text.find(pattern):
            announced = to_number(match["n"])
            if announced and count and announced != count and match.group() not in seen:
                seen.add(match.group())
                at = text.evidence(number, match.start(), match.end())
                yield _row(text, match.group(), str(count), at)


def _row(text: Text, words: str, count: str, at: Evidence) -> Row:
    return Row(text.iri, f"{words}-{at.line}", (at,), {"words": words, "count": count})
