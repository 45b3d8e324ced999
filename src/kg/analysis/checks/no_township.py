"""What most responsibility statements of a plan name and one of them does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Section, Statement
from kg.analysis.model import Row

CHECK = describe(
    "no-township",
    "ownership",
    "warning",
    name=("没有乡镇街道参与,其他领域都有", "no township where the other domains name them"),
    question=("哪些领域没有列乡镇、街道?", "which domains name no townships?"),
    why=(
        "同一文件绝大多数领域都列了乡镇、街道,这里没有,基层无人承担。",
        "Nearly all domains of the plan name townships or subdistricts; this one does not, so nobody acts on the ground.",
    ),
    message=(
        "“{section}”的责任分工没有列{missing},另有{others}份责任分工列了",
        "the statement for {section} names no {missing_en}; {others:other statement does|other statements do}",
    ),
    remedy=("核对是否需要乡镇、街道参与", "Check whether townships should take part"),
)
_TOWN, _LOCAL = re.compile(r"[乡镇]"), re.compile(r"[乡镇]|街道")
_MOST, _FEWEST = 0.7, 4


def run(facts: Facts) -> Iterator[Row]:
    """Yield statements without townships or subdistricts where nearly all others name them."""
    for sections in facts.domain_sections.values():
        pairs = [
            (section, statement)
            for section in sections
            for statement in facts.statements_in.get(section.iri, ())
        ]
        with_it = [each for each in pairs if _LOCAL.search(each[1].quote)]
        if len(pairs) < _FEWEST or len(with_it) < _MOST * len(pairs):
            continue
        for section, statement in pairs:
            if not _LOCAL.search(statement.quote):
                yield _row(
                    section, statement, ("乡镇、街道", "townships or subdistricts"), len(with_it)
                )
            elif not _TOWN.search(statement.quote):
                yield _row(section, statement, ("乡镇", "townships"), len(with_it))


def _row(section: Section, statement: Statement, missing: tuple[str, str], others: int) -> Row:
    values = {
        "section": f"<{section.iri}>",
        "missing": missing[0],
        "missing_en": missing[1],
        "others": str(others),
    }
    return Row(statement.iri, "", (statement.evidence,), values)
