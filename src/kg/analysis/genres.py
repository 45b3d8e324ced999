"""What sort of document a text is, as far as the checks must know."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.analysis.clauses import fold
from kg.analysis.facts import Text
from kg.lexicon import load_deeds

_HEAD_LINES = 4
_ONE_YEAR = re.compile(
    r"^[^,。;\n]{0,40}(?<![-—~至])[12]\d{3}年?度?[^,。;\n\d]{0,16}"
    r"(?:行动方案|工作要点|工作计划|工作方案|重点工作|工作任务|实施方案)",
    re.MULTILINE,
)
_AFTER = r"(?:》|的通知|的函|的批复|\(|正文|$)"


def is_standing(text: Text) -> bool:
    """Whether a document lays down rules that hold without an end, such as 办法 and 应急预案.

    Its duties cannot have dates, so it is no fault that they have none.
    """
    return _names_rules("\n".join((text.title, *text.lines[:_HEAD_LINES])))


def is_one_year(text: Text) -> bool:
    """Whether a plan is for one year that its title names; that year is when its duties end."""
    head = fold("\n".join((text.title, *text.lines[:_HEAD_LINES])))
    return bool(_ONE_YEAR.search(head))


@lru_cache(maxsize=4096)
def _names_rules(head: str) -> bool:
    words = "|".join(load_deeds().standing)
    return bool(
        re.search(rf"^[^,。;]{{4,60}}(?:{words}){_AFTER}", head.replace("（", "("), re.MULTILINE)
    )
