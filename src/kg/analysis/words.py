"""Words of Chinese plans that several checks look for. Facts of language, of no one document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon import Hazard, load_body_types, load_hazards

CLAUSE_END = re.compile(r"[,,。;;::]")
GENERIC = re.compile(
    r"各(?:有关|相关|级|行业)*(?:乡镇|街道|部门|单位|地区|地)|(?:有关|相关)(?:部门|单位)|牵头部门|责任单位|"
    r"成员单位|主管部门|各级党委|党委(?:\(党组\))?|专家组|乡镇\(街道\)"
)
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = re.compile(r"(?P<tens>[一二三四五六七八九])?十(?P<ones>[一二三四五六七八九])?|[一二三四五六七八九两]")
_LAST_WORD = re.compile(r"(?:委员会|部门|机关|办公室|[局委部厅办])$")
_MASKED = re.compile(r"《[^》]*》|〈[^〉]*〉")


def to_number(words: str) -> int | None:
    """Return a number written in digits or Chinese numerals below one hundred."""
    if words.isdigit():
        return int(words)
    match = _NUMBER.fullmatch(words)
    if match is None:
        return None
    if "十" not in words:
        return _NUMERALS[words]
    return _NUMERALS.get(match["tens"] or "一", 1) * 10 + _NUMERALS.get(match["ones"] or "零", 0)


@dataclass(frozen=True, slots=True)
class NamedDepartment:
    """A department that running text names by its field, such as 教育部门.

    Attributes:
        start: where its name begins, ``end`` where it ends.
        stem: the name without 部门.
        types: keys of the types of bodies that it may be.
    """

    start: int
    end: int
    stem: str
    types: frozenset[str]


def named_departments(text: str) -> Iterator[NamedDepartment]:
    """Iterate over departments that a text names by their field, also several before one 部门."""
    for chain in _chain().finditer(text):
        for stem in _single().finditer(text, chain.start("stems"), chain.end("stems")):
            yield NamedDepartment(stem.start(), stem.end(), stem.group(), stems()[stem["stem"]])


@cache
def stems() -> Mapping[str, frozenset[str]]:
    """Return what names of bodies are without their last word, with the types they may be."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, key in load_body_types().surface_forms():
        stem = _LAST_WORD.sub("", form)
        if len(stem) > 1 and stem != form:
            found[stem].add(key)
    return {stem: frozenset(keys) for stem, keys in found.items()}


@cache
def _single() -> re.Pattern[str]:
    ordered = sorted(stems(), key=lambda stem: (-len(stem), stem))
    words = "|".join(map(re.escape, ordered))
    return re.compile(rf"(?:自治区|[省州市县区])?委?(?P<stem>{words})")


@cache
def _chain() -> re.Pattern[str]:
    one = _single().pattern.replace("(?P<stem>", "(?:")
    tail = r"(?:等)?(?:重点|有关|相关|主管)?(?:行业)?(?:部门|机关)"
    return re.compile(rf"(?P<stems>(?:{one}[、和])*{one}){tail}")


@cache
def _fields() -> tuple[re.Pattern[str], Mapping[str, Hazard]]:
    known: dict[str, Hazard] = {}
    for hazard in load_hazards():
        for word in (hazard.label, *hazard.variants):
            if len(word) > 1:
                known.setdefault(word, hazard)
    ordered = sorted(known, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered))), known


def named_fields(text: str) -> Iterator[tuple[int, int, Hazard]]:
    """Iterate over the fields of safety that a text names; titles and departments do not count."""
    masked = _MASKED.sub(lambda match: "□" * len(match.group()), text)
    masked = _chain().sub(lambda match: "□" * len(match.group()), masked)
    pattern, known = _fields()
    for match in pattern.finditer(masked):
        yield match.start(), match.end(), known[match.group()]


@cache
def wider_fields(key: str) -> frozenset[str]:
    """Return the keys of all fields that a field lies in, without the field itself."""
    by_key = {hazard.key: hazard for hazard in load_hazards()}
    found: set[str] = set()
    waiting = list(by_key[key].broaders) if key in by_key else []
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(by_key[current].broaders)
    return frozenset(found)
