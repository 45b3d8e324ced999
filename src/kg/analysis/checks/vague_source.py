"""Grounds that are named only in general: 有关规定, 法律法规."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "vague-source",
    "sources",
    "info",
    name=("依据只有笼统说法", "a ground named only in general"),
    question=(
        "哪些任务的依据没有写明是哪个文件?",
        "which duties do not say on what document they rest?",
    ),
    why=(
        "写“按照有关规定”“国家标准”,没有写明哪一个。",
        "Words such as “relevant provisions” or “national standards” do not say which.",
    ),
    message=("“{words}”没有写明是哪个文件", "“{words}” does not say which document"),
    remedy=("写明文件名称", "Name the document"),
)
_VAGUE = re.compile(
    r"(?:按照|依照|依据|执行|符合|落实)(?P<what>[\u4e00-\u9fff]{0,8}?(?:有关|相关|国家|法律)[\u4e00-\u9fff]{0,10}?(?:规定|标准|法规|政策))"
    r"|依法依规|依据(?P<laws>法律法规、标准规范)"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties that rest on something unnamed."""
    for duty in facts.duties.values():
        if duty.place.line != duty.place.end_line:
            continue
        for match in _VAGUE.finditer(duty.text):
            if match.group() == "依法依规" or "《" in match.group():
                continue
            begin = duty.place.start
            at = facts.texts[duty.document].evidence(
                duty.place.line, begin + match.start(), begin + match.end()
            )
            yield Row(duty.iri, match.group(), (at,), {"words": match.group()})
