"""One body that a plan writes in several ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Holder
from kg.analysis.model import Row

CHECK = describe(
    "varying-name",
    "ownership",
    "info",
    name=("同一机构写法不一", "one body under several names"),
    question=(
        "哪些机构在同一文件里有几种写法?",
        "which bodies does one plan call by several names?",
    ),
    why=("同一文件用不同的名称写同一机构。", "One plan writes one body in several ways."),
    message=(
        "{focus}在文件中有不同写法:{name}",
        "the plan writes {focus} in several ways: {name}",
    ),
    remedy=("全文统一使用一个名称", "Use one name throughout"),
)
_ORGAN = re.compile(r"[局委部厅办府会院社队门)]$")
_PLACE = re.compile(r"^(?:自治区|[省市县区州])")
_LAST_WORD = re.compile(r"(?:委员会|办公室|部门|[局委部厅办])(?:\([^()]*\))?$")


def run(facts: Facts) -> Iterator[Row]:
    """Yield bodies with long and short names in one document; two bodies that merged are two."""
    written: dict[tuple[str, str], dict[str, Holder]] = defaultdict(dict)
    for holder in facts.holders:
        statement = facts.statements.get(holder.statement)
        if statement and "/body/" in holder.agent and _ORGAN.search(holder.name):
            written[holder.agent, statement.document].setdefault(holder.name, holder)
    for (body, document), names in written.items():
        alike = {
            name
            for one, other in combinations(names, 2)
            if _is_short_for(one, other) or _is_short_for(other, one)
            for name in (one, other)
        }
        if alike:
            evidence = tuple(names[name].evidence for name in sorted(alike))
            yield Row(body, document, evidence, {"name": "\x1f".join(sorted(alike))})


def _is_short_for(one: str, other: str) -> bool:
    """Whether a name has its characters from another in their order: 卫健委 and 卫生健康委员会."""
    if _PLACE.sub("", one) == _PLACE.sub("", other):
        return False
    left = iter(other)
    return all(sign in left for sign in _LAST_WORD.sub("", one))
