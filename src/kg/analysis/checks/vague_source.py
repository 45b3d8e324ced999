"""Grounds that are named only in general: 有关规定, 法律法规."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.genres import is_standing
from kg.analysis.model import Row

CHECK = describe(
    "vague-source",
    "sources",
    "info",
    name=("依据只有笼统说法", "a basis cited only in general terms"),
    question=(
        "哪些任务的依据没有写明是哪个文件?",
        "which duties do not say which document they rest on?",
    ),
    why=(
        "写“按照有关规定”“国家标准”,没有写明哪一个。",
        "Words such as “relevant provisions” or “national standards” do not say which.",
    ),
    message=("“{words}”没有写明是哪个文件", "“{words}” does not say which document is meant"),
    remedy=("写明文件名称", "Name the document"),
)
_VAGUE = re.compile(
    r"(?:按照|依照|依据|执行|符合|落实)(?P<what>[\u4e00-\u9fff]{0,8}?(?:有关|相关|国家|法律)[\u4e00-\u9fff]{0,10}?(?:规定|标准|法规|政策))"
    r"|依法依规|依据(?P<laws>法律法规、标准规范)"
)
# What levels above arranged, without the paper that says it. Two levels or a common arrangement.
_ARRANGED = re.compile(
    r"(?:按照|根据)(?:国务院|党中央|国家|自治区|自治州|[省市州区县](?=[、委安]))"
    r"[\u4e00-\u9fff、]{0,14}?(?:统一|总体)?(?:部署|安排)(?:要求)?"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties that rest on something unnamed."""
    within: set[tuple[str, int, int]] = set()
    for duty in facts.duties.values():
        if duty.place.line != duty.place.end_line or is_standing(facts.texts[duty.document]):
            continue
        for match in _VAGUE.finditer(duty.text):
            if match.group() == "依法依规" or "《" in match.group():
                continue
            begin = duty.place.start + match.start()
            within.add((duty.document, duty.place.line, begin))
            at = facts.texts[duty.document].evidence(
                duty.place.line, begin, begin + len(match.group())
            )
            yield Row(duty.iri, match.group(), (at,), {"words": match.group()})
    yield from _arranged(facts, within)


def _arranged(facts: Facts, within: set[tuple[str, int, int]]) -> Iterator[Row]:
    """Yield what introductions rest on and no duty says, such as the arrangements of levels above."""
    for text in facts.texts.values():
        for number, match in text.find(_ARRANGED):
            if (text.iri, number, match.start()) not in within:
                at = text.evidence(number, match.start(), match.end())
                yield Row(text.iri, match.group(), (at,), {"words": match.group()})
