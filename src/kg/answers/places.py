"""Places in questions: those the documents are of, and others, of which nothing is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from kg.answers.knowledge import Knowledge
from kg.answers.spotting import Token
from kg.lexicon import Division, load_divisions

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,9}?(?:自治州|自治区|自治县|省|市|州|县|地区)")
_LONGEST = 12


def _divisions_in(text: str) -> Iterable[tuple[str, tuple[Division, ...]]]:
    at = 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 1, -1):
            found = load_divisions().find(text[at : at + length])
            if found:
                yield text[at : at + length], found
                at += length
                break
        else:
            at += 1


def _own_codes(knowledge: Knowledge) -> set[str]:
    codes: set[str] = set()
    for region in knowledge.regions.values():
        for division in load_divisions().find(region):
            codes |= {division.code, f"{division.code[:4]}00", f"{division.code[:2]}0000"}
    return codes


def foreign_place(text: str, tokens: tuple[Token, ...], knowledge: Knowledge) -> str | None:
    """A place in the question that no document is of or about; None without one."""
    own = _own_codes(knowledge)
    plain = text
    for token in tokens:
        if token.kind in ("source", "document", "body", "domain", "section"):
            plain = plain[: token.start] + " " * (token.end - token.start) + plain[token.end :]
    everything = "".join("".join(lines) for lines in knowledge.texts.values())
    for form, divisions in _divisions_in(plain):
        if not own & {d.code for d in divisions} and form not in everything:
            return form
    return _foreign_english(plain, own)


def _foreign_english(text: str, own: set[str]) -> str | None:
    words: list[str] = re.findall(r"[a-z]{5,}", text)
    for word in words:
        codes = _english_names().get(word, frozenset())
        if codes and not codes & own and not _same_name(word, own):
            return word
    return None


@lru_cache(maxsize=1)
def _english_names() -> dict[str, frozenset[str]]:
    """Codes of provinces, cities and counties by the name without its type."""
    found: dict[str, set[str]] = defaultdict(set)
    for division in load_divisions().rows:
        name = _TYPE.sub("", division.english).lower()
        if " " not in name:
            found[name].add(division.code)
    return {name: frozenset(codes) for name, codes in found.items()}


_TYPE = re.compile(r" (?:Municipality|Province|City|County|District|Prefecture|Autonomous .*)$")


def _same_name(word: str, own: set[str]) -> bool:
    return any(d.english.lower().startswith(word) for d in load_divisions().rows if d.code in own)


def documents_of(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The documents whose place the question names, the narrowest place first."""
    named: set[str] = {form for form, _ in _divisions_in(text)}
    found = []
    for document, region in knowledge.regions.items():
        for division in load_divisions().find(region)[:1]:
            english = division.english.lower().split(" ")[0] if division.english else ""
            if named & set(load_divisions().forms(division)) or (english and english in text):
                found.append(document)
                break
    return tuple(found)
