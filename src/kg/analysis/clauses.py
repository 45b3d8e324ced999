"""Duties clause by clause: what a clause demands, what it is called, what stands beside a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import load_deeds

_FOLDED = str.maketrans("，；：（）［］", ",;:()[]")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[(]?[0-9一二三四五六七八九十]+[).、.．﹒]|[①-⑳])\s*"
)
_OPEN, _CLOSE = "(“‘《〈〔[", ")”’》〉〕]"
_ENDS = ",。;:!?"
_SENTENCE_ENDS = "。;!?"
_DATE = re.compile(
    r"(?:到|至|在|于)?[12]\d{3}年(?:年?底前?|\d{1,2}月(?:\d{1,2}日)?(?:底?前)?|末|内|前)?(?:,|完成)?"
)
_FIRM = re.compile(
    r"[12]\d{3}年|每(?:[年月周日天季]|季度|半年)|\d+(?:个)?(?:工作日|月内|年内|日内|天内)"
)
_DATED = re.compile(r"(?:到|于|在)?[12]\d{3}年")
# What is carried out, already there or only shared in is not to be made.
_CITED = re.compile(r"[已曾所经]$|(?:按照|根据|依照|依据|落实|执行|履行)[^,]*$")
_ONLY_HOW_MUCH = re.compile(r"至少|不少于|不低于|达到?|\d")
_OBJECT_ONLY = re.compile(r"(?:持续|重点|要)?对[^进开]*$")
_ACTS = re.compile(
    r".{4}(?:开展|推进|推动|制定|建立|完成|加强|强化|实施|落实|做好|进行|纳入|加大|整治|排查)"
)
_LONGEST, _HEAD, _SHORTEST = 40, 22, 4


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text between punctuation marks.

    Attributes:
        start: where it begins, ``end`` where it ends.
        sentence: number of its sentence; 。 and ; end one.
    """

    start: int
    end: int
    text: str
    sentence: int


def fold(text: str) -> str:
    """Return a text with the ASCII form of full-width punctuation, every character in its place."""
    return text.translate(_FOLDED)


@lru_cache(maxsize=65536)
def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text without its ordinal; quotations and brackets are not cut."""
    folded = fold(text)
    found: list[Clause] = []
    lead = _ORDINAL.match(folded)
    depth, start, sentence = 0, lead.end() if lead else 0, 0
    balanced = sum(map(folded.count, _OPEN)) == sum(map(folded.count, _CLOSE))
    for at, sign in enumerate(folded[start:] + "。", start):
        depth = max(0, depth + (sign in _OPEN) - (sign in _CLOSE))
        if sign not in _ENDS or (depth and balanced and at < len(folded)):
            continue
        if folded[start:at].strip():
            found.append(Clause(start, at, folded[start:at], sentence))
        sentence += sign in _SENTENCE_ENDS
        start = at + 1
    return tuple(found)


@lru_cache(maxsize=65536)
def name_of(text: str) -> str:
    """Return what to call a duty: its first clause that says what is to be done, not only how.

    The words stand in the text as they are returned, but for "…" in the middle of long ones.
    """
    parts = clauses(text) or (Clause(0, len(text), text, 0),)
    chosen = next((part for part in parts if not _only_opens(part.text)), parts[0])
    words = text[chosen.start : _end_of_name(text, chosen)].strip()
    if len(words) <= _LONGEST:
        return words
    return f"{words[:_HEAD].rstrip('、,，')}…{words[_HEAD - _LONGEST + 1 :].lstrip('、,，')}"


def is_named(words: str, name: str) -> bool:
    """Whether words are what a name says, whole or cut."""
    parts = fold(name).split("…")
    return fold(words) in parts[0] or all(part in fold(words) for part in parts)


def _end_of_name(text: str, chosen: Clause) -> int:
    """Return where the name ends: with its sentence if that is short, else with its clause."""
    last = [part for part in clauses(text) if part.sentence == chosen.sentence][-1:]
    end = last[0].end if last else chosen.end
    short = end - chosen.start <= _LONGEST or chosen.end - chosen.start < _SHORTEST
    return end if short or _OBJECT_ONLY.match(chosen.text) else chosen.end


def _only_opens(words: str) -> bool:
    if _DATE.fullmatch(words) or words.endswith(("的", *load_deeds().circumstance)):
        return True
    return words.startswith(load_deeds().opening) and not _ACTS.search(words)


@cache
def _made() -> re.Pattern[str]:
    deeds = load_deeds()

    def any_of(listed: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(listed, key=len, reverse=True)))

    return re.compile(
        rf"(?:{any_of(deeds.make)})(?:健全|完善|建强)?(?!、)[^,。;:]{{0,40}}?(?:{any_of(deeds.made)})(?:\([^)]*\))?(?:等)?(?:的?建设)?$|"
        rf"(?:{any_of(deeds.do)})[^,。;:]{{0,40}}?(?:{any_of(deeds.done)})(?:工作)?$"
    )


@lru_cache(maxsize=65536)
def products(text: str) -> tuple[Clause, ...]:
    """Return the deeds of a text that bring something about once: a system, a list, a removal."""
    found = []
    for clause in clauses(text):
        bare = re.sub(r"[“”‘’]", "□", clause.text)
        match = _made().search(bare)
        if match and not _CITED.search(bare[: match.start()]):
            found.append(clause)
    return tuple(found)


def undated(text: str) -> tuple[Clause, ...]:
    """Return the deeds of a text that no date or period covers, nor words that promise one."""
    terms = load_deeds().term
    return tuple(
        each
        for each in products(text)
        if not _is_dated(text, each) and not any(term in each.text for term in terms)
    )


def _is_dated(text: str, deed: Clause) -> bool:
    """Whether a date stands in a deed or before it in its sentence, or opens the clause after it."""
    beside = [part for part in clauses(text) if part.sentence == deed.sentence]
    before = "".join(part.text for part in beside if part.start <= deed.start)
    after = next((part.text for part in beside if part.start >= deed.end), "")
    return bool(_FIRM.search(before + deed.text) or _DATED.match(after))


def beside(line: str, start: int, end: int) -> str:
    """Return the words that a date at this place of a line binds, without the date."""
    folded = fold(line)
    own = next((part for part in clauses(line) if part.start <= start < part.end), None)
    if own is None:
        return ""
    after = _skip(folded, end)
    stop = next((part.end for part in clauses(line) if part.end > after), len(line))
    words = line[after:stop].strip("、 )")
    if len(words) >= _SHORTEST + 2:
        return words
    before = line[own.start : start].strip("、 (")
    if len(before) >= _SHORTEST or (words and not _ONLY_HOW_MUCH.match(words)):
        return before or words
    earlier = [part for part in clauses(line) if part.end <= own.start]
    return line[earlier[-1].start : stop].strip("、 )") if earlier else before or words


def _skip(folded: str, at: int) -> int:
    while at < len(folded) and folded[at] in ", )":
        at += 1
    return at
