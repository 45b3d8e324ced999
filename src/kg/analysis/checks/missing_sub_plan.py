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
    "violation",
    name=("宣布的子方案没有找到", "an announced sub-plan that is missing"),
    question=("宣布要印发的哪些方案没有找到?", "which announced plans are missing?"),
    why=(
        "文件宣布另行印发方案、办法或清单,没有收录,任务的细节无从核对。",
        "The plan announces further plans, rules or lists; they have not been loaded, so details cannot be checked.",
    ),
    message=("宣布的“{words}”没有收录", "“{words}” is announced and has not been loaded"),
    remedy=("收录,或催办尚未印发的", "Load it, or press for what has not been issued"),
)
_COUNTED = re.compile(
    r"(?<!\d)(?:\d{1,2}|[一二三四五六七八九十]{1,3})个[\u4e00-\u9fff]{2,10}(?<!解决)(?:方案|细则|办法)"
)
_ISSUED = re.compile(
    r"(?:印发|下发|另发|另行制定)(?P<what>[“”\u4e00-\u9fff()]{2,28}?(?:方案|规定|办法|细则|清单|意见))"
)

# The document itself, another way to make it, or what somebody above has issued.
_OWN = ("本", "或", "相关", "相应")
_GIVEN = re.compile(r"(?:国务院|党中央|国家|根据|按照|依据|依照|贯彻|落实|已)[^,。;]{0,12}$")


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
        words = next((w for w in match.groupdict().values() if w), match.group())
        if words.startswith(_OWN) or _GIVEN.search(text.lines[number - 1], 0, match.start()):
            continue
        if words not in seen and words not in titles and not _is_this(text, words):
            seen.add(words)
            at = text.evidence(number, match.end() - len(words), match.end())
            yield Row(text.iri, words, (at,), {"words": words})


def _is_this(text: Text, words: str) -> bool:
    """Whether the words name the document itself, as its first paragraph does."""
    return words in text.title or text.title.endswith(words)
