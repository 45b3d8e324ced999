"""Further plans that a text announces and that are not in the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Text
from kg.analysis.model import Row

CHECK = describe(
    "missing-sub-plan",
    "sources",
    "warning",
    name=("宣布的子方案没有找到", "an announced sub-plan is not found"),
    question=("宣布要印发的哪些方案没有找到?", "which announced plans are missing?"),
    why=(
        "文件宣布另行印发方案、办法或清单,没有收录,任务的细节无从核对。",
        "The plan announces further plans, rules or lists; they are not in the graph, so details cannot be checked.",
    ),
    message=("宣布的“{words}”没有收录", "The announced “{words}” is not in the graph"),
    remedy=("收录,或催办尚未印发的", "Add it, or press for what was not issued"),
)
_COUNTED = re.compile(r"[\d一二三四五六七八九十]+个[\u4e00-\u9fff]{2,10}(?:方案|细则|办法)")
_ISSUED = re.compile(
    r"(?:印发|下发|另发|另行制定)(?P<what>[“”\u4e00-\u9fff()]{2,28}?(?:方案|规定|办法|细则|清单|意见))"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield announced documents that are not among the documents of the graph."""
    titles = "\n".join(text.title for text in facts.texts.values())
    for text in facts.texts.values():
        yield from announced(text, _COUNTED, titles)
        yield from announced(text, _ISSUED, titles)


def announced(text: Text, pattern: re.Pattern[str], titles: str) -> Iterator[Row]:
    """Yield the documents that a pattern finds and that are not among the titles, each once."""
    seen: set[str] = set()
    for number, match in text.find(pattern):
        words = match.groupdict().get("what") or match.group()
        if words not in seen and words not in titles and not _is_this(text, words):
            seen.add(words)
            at = text.evidence(number, match.end() - len(words), match.end())
            yield Row(text.iri, words, (at,), {"words": words})


def _is_this(text: Text, words: str) -> bool:
    """Whether the words name the document itself, as its first paragraph does."""
    return words in text.title or text.title.endswith(words)
