"""Attachments that a text refers to and does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "missing-attachment",
    "sources",
    "violation",
    name=("提到附件而没有附件", "an attachment referred to but absent"),
    question=("提到的哪些附件不存在?", "which attachments are missing?"),
    why=("正文写“见附件”,文件没有附件。", "The text says “see attachment” and there is none."),
    message=(
        "正文提到“{words}”,文件没有附件",
        "The text refers to “{words}”, and there is no attachment",
    ),
    remedy=("补上附件", "Add the attachment"),
)
_REFERENCE = re.compile(
    r"[((]?(?:详见|见|附后|按照)附[件表录](?:[\d一二三四五六七八九十]+)?[))]?|附[件表][\d一二三四五六七八九十]+"
)
_FEWEST = 5
_ATTACHMENT = re.compile(r"^\s*附[件表录]\s*(?:[\d一二三四五六七八九十]*)\s*(?:[::.、].*|)$")


def run(facts: Facts) -> Iterator[Row]:
    """Yield references to attachments in texts that have none."""
    for text in facts.texts.values():
        # A text in a few endless lines has its attachments within them.
        if len(text.lines) < _FEWEST or any(_ATTACHMENT.match(line) for line in text.lines):
            continue
        for number, match in text.find(_REFERENCE):
            at = text.evidence(number, match.start(), match.end())
            yield Row(
                text.iri,
                f"{match.group()}-{number}",
                (at,),
                {"words": re.sub(r"[()()]", "", match.group())},
            )
