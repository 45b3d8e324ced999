"""Names without a level that follow the name of a body of a higher level in one list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Statement
from kg.analysis.model import Row

CHECK = describe(
    "ambiguous-level",
    "ownership",
    "info",
    name=("单位层级有两种读法", "bodies whose level is unclear"),
    question=("哪些单位不知是上级的还是本级的?", "of which bodies is the level unclear?"),
    why=(
        "名单中上级单位之后的几个单位没有写级别,按前一个读是上级的,按全文读是本级的。",
        "In a list, bodies without a level follow one of a higher level; they may belong to that level or to the plan's own.",
    ),
    message=(
        "“{names}”排在“{upper}”之后,没有写明是哪一级的",
        "“{names}” follow “{upper}” in the list without a level of their own",
    ),
    remedy=("写明各单位的级别", "State the level of each body"),
)
_PREFIX = r"(?:自治区|自治州|[省州市县区盟旗])"
_HIGHER = {
    "市": ("自治区", "州", "省"),
    "县": ("自治区", "州", "省", "市"),
    "区": ("自治区", "州", "省", "市"),
    "州": ("自治区", "省"),
}
_SIGN = re.compile(r"(?:^|[、,(〔\[])([市县区州])(?=[\u4e00-\u9fff]{2,12}[局委办队])")
_NAME = r"[\u4e00-\u9fff()]{2,16}?(?:局|委|办|委员会|大队|支队|中心|公司)"


def run(facts: Facts) -> Iterator[Row]:
    """Yield statements with names that may be of two levels."""
    signs: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in facts.statements.values():
        signs[statement.document].update(_SIGN.findall(statement.quote))
    for statement in facts.statements.values():
        # The plan's own level is the one that its names most often have.
        for own, _ in signs[statement.document].most_common(1):
            yield from _unclear(facts, statement, own)


def _unclear(facts: Facts, statement: Statement, own: str) -> Iterator[Row]:
    higher = "|".join(_HIGHER[own])
    pattern = re.compile(
        rf"(?<![\u4e00-\u9fff])(?P<upper>(?:{higher})(?!直|级){_NAME})、(?P<names>(?!{_PREFIX}){_NAME}(?:、(?!{_PREFIX}){_NAME})+)(?=等|和|及|,|按)"
    )
    text = facts.texts[statement.document]
    for match in pattern.finditer(statement.quote):
        names = match["names"].split("、")
        place = statement.place
        values = {"names": "\x1f".join(names), "upper": match["upper"]}
        start, end = (place.start + at for at in match.span())
        at = (
            text.evidence(place.line, start, end)
            if place.line == place.end_line
            else statement.evidence
        )
        yield Row(statement.iri, match["upper"], (at,), values)
