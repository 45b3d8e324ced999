"""Legal sources: titles in 《》, nested in 〈〉, and rules named without marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extraction.clauses import Claims, readable
from kg.extraction.register import Register

_LEVEL_WORDS = (
    ("国家", r"国家|国务院|中共中央|中央|全国|中华人民共和国"),
    ("自治区", r"自治区|^区(?=、|$)"),
    ("州", r"自治州|^州"),
    ("省", r"[\u4e00-\u9fff]{0,3}省"),
    ("市", r"[\u4e00-\u9fff]{0,4}市(?!场)"),
    ("县", r"[\u4e00-\u9fff]{0,4}[县旗]"),
)
_NATIONAL_KINDS = ("法律", "行政法规", "标准")


@dataclass(frozen=True)
class Source:
    """A mention of a legal source in a text."""

    start: int
    end: int
    title: str
    kind: str | None
    level: str | None
    marked: bool
    number: tuple[int, int] | None  # where the 文号 stands
    rule: str


def find_sources(text: str, own_title: str | None, rules: Register) -> Iterator[Source]:
    """Mentions in folded text, without those of the document itself."""
    claims, stretches = Claims(text), list(readable(text))
    for rule in rules.stage("citation"):
        if rule.key in ("citation.number", "citation.alias"):
            continue
        marked = rule.key in ("citation.marked", "citation.nested")
        for match in (m for span in stretches for m in rule.regex.finditer(text, *span)):
            title = match["title"]
            start, end = match.span() if marked else match.span("title")
            if not marked and not claims.free(start, end):
                continue
            kind = kind_of(title, rules)
            if kind is None or (own_title and _same(title, own_title)):
                continue
            claims.take(start, end)
            level = _level(title, text[max(0, match.start() - 6) : match.start()], kind)
            number = _number(text, end, rules) if marked else None
            yield Source(start, end, title, kind, level, marked, number, rule.key)


def find_aliases(texts: Iterable[str], rules: Register) -> dict[str, str]:
    """Short titles that the document defines, with the title each stands for."""
    if "citation.alias" not in rules:
        return {}
    regex = rules.get("citation.alias").regex
    return {m["alias"]: m["title"] for text in texts for m in regex.finditer(text)}


def _same(title: str, own: str) -> bool:
    bare = re.sub(r"[\s()\-]", "", title)
    return bare == re.sub(r"[\s()\-]", "", own)


def kind_of(title: str, rules: Register) -> str | None:
    """The kind of source that a title names; None where it names none, as a film or a slogan."""
    for rule in rules.stage("kind"):
        if rule.regex.search(title):
            return rule.value
    return None


def _level(title: str, before: str, kind: str) -> str | None:
    for level, words in _LEVEL_WORDS:
        if re.match(words, title):
            return level
    for level, words in _LEVEL_WORDS:
        if re.search(rf"(?:{words.lstrip('^')})$", before.rstrip()):
            return level
    if kind in _NATIONAL_KINDS:
        return "国家"
    return None


def _number(text: str, end: int, rules: Register) -> tuple[int, int] | None:
    if "citation.number" not in rules:
        return None
    match = rules.get("citation.number").regex.match(text[end : end + 40])
    return (end + match.start("number"), end + match.end("number")) if match else None
