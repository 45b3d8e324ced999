"""A list of departments that a later sentence of the same duty takes up with some left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import clauses
from kg.analysis.facts import Duty, Facts
from kg.analysis.model import Row

CHECK = describe(
    "shrinking-list",
    "arithmetic",
    "warning",
    name=("同一任务前后名单不一致", "a list that loses members within one duty"),
    question=(
        "哪些任务前面点了名、后面漏了?",
        "which duties name departments first and drop some later?",
    ),
    why=(
        "同一任务前面列了几个行业或部门,后面再列时少了几个,没有写明它们是否也要做。",
        "A duty lists several departments or sectors and later lists only some of them, without saying whether the others are meant.",
    ),
    message=(
        "前面列“{first}”,后面只列“{second}”,少了“{lost}”",
        "“{first}” are listed first and only “{second}” later; “{lost}” dropped out",
    ),
    remedy=("补全名单,或写明为何不同", "Complete the list, or say why it differs"),
)
_LIST = re.compile(
    r"(?P<items>[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){2,})(?=等?(?:重点)?(?:行业|领域)?(?:部门|单位|行业|领域))"
)
_FEWEST = 3
_TAIL = re.compile(r"等.*$|(?:部门|行业|领域|单位).*$")


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties whose second list of departments is a part of the first."""
    for duty in facts.duties.values():
        start = clauses(duty.text)[0].start if clauses(duty.text) else 0
        lists = [(m, _items(m["items"])) for m in _LIST.finditer(duty.text, start)]
        for (first, all_items), (second, some) in pairwise(lists):
            lost = [each for each in all_items if each not in some]
            if len(some) >= _FEWEST and lost and set(some) < set(all_items):
                yield _row(facts, duty, (first, second), lost)


def _items(words: str) -> list[str]:
    return [_TAIL.sub("", item) for item in words.split("、") if _TAIL.sub("", item)]


def _row(
    facts: Facts, duty: Duty, found: tuple[re.Match[str], re.Match[str]], lost: list[str]
) -> Row:
    evidence = tuple(facts.shows(duty, *each.span("items")) for each in found)
    values = {
        "first": _TAIL.sub("", found[0]["items"]),
        "second": _TAIL.sub("", found[1]["items"]),
        "lost": "\x1f".join(lost),
    }
    return Row(duty.iri, "", evidence, values)
