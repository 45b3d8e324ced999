"""Documents that somebody is to write and that are not at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.missing_sub_plan import announced
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.genres import is_standing
from kg.analysis.model import Row

CHECK = describe(
    "document-to-be-made",
    "sources",
    "info",
    name=("要求制定的文件没有收录", "a document to be made that is not at hand"),
    question=("要求制定的哪些文件没有收录?", "which documents that were to be made are missing?"),
    why=(
        "文件要求制定方案、规定、清单或标准,没有收录,不知道是否制定。",
        "The plan demands a plan, rule, list or standard; it has not been loaded, so nobody can see whether it was made.",
    ),
    message=(
        "要求制定的“{words}”本文件没有附,也没有收录",
        "“{words}” is to be drawn up; it is neither attached nor loaded",
    ),
    remedy=("收录,或核对是否已经制定", "Load it, or check whether it was made"),
)
_TO_BE_MADE = re.compile(
    r"(?:制定出台|制定|编制|出台|修订完善)(?:实施|并实施|落实(?=具体))?(?P<what>[“”\u4e00-\u9fff()、]{2,28}?"
    r"(?:(?<!解决)方案|若干规定|规定|办法|细则|地方标准|责任清单|实施意见|工作措施|时间表路线图|时间表、路线图))"
    r"|建立[\u4e00-\u9fff]{0,12}(?P<lists>“[一二两三四五六七八九十]个清单”)"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield documents to be made that are not among the documents of the graph."""
    titles = "\n".join(text.title for text in facts.texts.values())
    for text in facts.texts.values():
        if not is_standing(text):
            yield from announced(text, _TO_BE_MADE, titles)
