"""Words of Chinese plans that several checks look for. Facts of language, of no one document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import Hazard, load_body_types, load_hazards

CLAUSE_END = re.compile(r"[,,。;;::]")
GENERIC = re.compile(
    r"等[\u4e00-\u9fff]{0,10}(?:部门|单位)|"
    r"(?:^|(?<=[,。;:、,;由]))(?:推动|推进|要求|督导)?"
    r"(?:各(?:有关|相关|级|地|行业|行业领域)*"
    r"(?:乡镇|街道|部门|单位|地区|地|责任单位|主管部门|党委|(?:区县|市县|县区|市|县|区)?(?:人民)?政府)|"
    r"(?:有关|相关)(?:部门|单位|乡镇)|牵头部门|责任单位|成员单位|主管部门|(?:[省市县区]|(?:试点)?城市)(?:人民)?政府)"
)
_COUNTERPART = re.compile(
    r"(?:与|同|向|给|报|报送|上报|抄送|报告|提交|移交|移送|送|通报|反馈)(?:[^,。;、]{0,3})?$"
)
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = re.compile(
    r"(?P<tens>[一二三四五六七八九])?十(?P<ones>[一二三四五六七八九])?|[一二三四五六七八九两]"
)
_LAST_WORD = re.compile(r"(?:委员会|部门|机关|办公室|[局委部厅办])$")
_TAIL = re.compile(r"(?:等)?(?:重点|有关|相关|主管)?(?:行业)?(?:部门|机关)")
_PREFIX = re.compile(r"(?:自治区|[省州市县区])?委?$")
_LONGEST_STEM = 12
_MASKED = re.compile(r"《[^》]*》|〈[^〉]*〉")


def is_counterpart(text: str, at: int) -> bool:
    """Whether what a text names at a place only gets something or is worked with: 报市安委会办公室."""
    return bool(_COUNTERPART.search(text, max(0, at - 6), at))


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
    for tail in _TAIL.finditer(text):
        yield from reversed(list(_before(text, tail.start())))


def _before(text: str, end: int) -> Iterator[NamedDepartment]:
    """Iterate backwards over the names that end at a place, as long as 、 or 和 joins them."""
    while (length := _stem_ending(text, end)) is not None:
        stem = text[end - length : end]
        prefix = _PREFIX.search(text[max(0, end - length - 4) : end - length])
        start = end - length - (len(prefix.group()) if prefix else 0)
        yield NamedDepartment(start, end, text[start:end], stems()[stem])
        if start == 0 or text[start - 1] not in "、和":
            return
        end = start - 1


def _stem_ending(text: str, end: int) -> int | None:
    for length in range(min(_LONGEST_STEM, end), 1, -1):
        if text[end - length : end] in stems():
            return length
    return None


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
def _fields() -> Mapping[str, tuple[tuple[str, Hazard], ...]]:
    """Return the names of fields of safety by their first character, the longest first."""
    known: dict[str, Hazard] = {}
    for hazard in load_hazards():
        for word in (hazard.label, *hazard.variants):
            if len(word) > 1:
                known.setdefault(word, hazard)
    found: dict[str, list[tuple[str, Hazard]]] = defaultdict(list)
    for word, hazard in sorted(known.items(), key=lambda each: (-len(each[0]), each[0])):
        found[word[0]].append((word, hazard))
    return {first: tuple(words) for first, words in found.items()}


@lru_cache(maxsize=65536)
def named_fields(text: str) -> tuple[tuple[int, int, Hazard], ...]:
    """Return the fields of safety that a text names, with where; titles and departments do not count."""
    masked = _MASKED.sub(lambda match: "□" * len(match.group()), text)
    for named in named_departments(masked):
        masked = masked[: named.start] + "□" * (named.end - named.start) + masked[named.end :]
    return tuple(_scan(masked))


def _scan(text: str) -> Iterator[tuple[int, int, Hazard]]:
    fields, at = _fields(), 0
    while at < len(text):
        for word, hazard in fields.get(text[at], ()):
            if text.startswith(word, at):
                end = at + len(word)
                if text[end : end + 1] not in ("化", "性") and text[max(0, at - 1) : at] != "非":
                    yield at, end, hazard
                at = end - 1
                break
        at += 1


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
