"""A body that most domains of a plan name and one does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Statement
from kg.analysis.model import Row

CHECK = describe(
    "absent-body",
    "ownership",
    "info",
    name=("多数领域都有的单位,这里没有", "a body absent here that most domains name"),
    question=("哪些领域缺少多数领域都有的单位?", "where is a body absent that most domains name?"),
    why=(
        "单位参与同一文件的多数领域,这个领域没有列它。",
        "The body takes part in most domains of the plan and not in this one.",
    ),
    message=(
        "“{section}”的责任分工没有列{body},另有{others}份责任分工列了它",
        "{section} does not name {body}, which {others:other statement names|other statements name}",
    ),
    remedy=("核对是否需要它参与", "Check whether it should take part"),
    advice=True,
)
_MOST, _FEWEST = 0.6, 5


def run(facts: Facts) -> Iterator[Row]:
    """Yield the domains that lack a body which most have."""
    for sections in facts.domain_sections.values():
        stated = [s for each in sections for s in facts.statements_in.get(each.iri, ())]
        named = {each.iri: {h.agent for h in facts.held.get(each.iri, ())} for each in stated}
        places: dict[str, set[str]] = defaultdict(set)
        for statement in stated:
            for agent in named[statement.iri]:
                places[agent].add(statement.iri)
        if len(stated) >= _FEWEST:
            for agent, where in sorted(places.items()):
                if agent in facts.types and len(where) >= _MOST * len(stated):
                    yield from _absent(facts, agent, stated, named)


def _absent(
    facts: Facts, agent: str, stated: list[Statement], named: dict[str, set[str]]
) -> Iterator[Row]:
    others = sum(agent in each for each in named.values())
    for statement in stated:
        types = {key for each in named[statement.iri] for key in facts.types.get(each, ())}
        if named[statement.iri] and not facts.types[agent] & types:
            values = {
                "section": f"<{statement.section}>",
                "body": f"<{agent}>",
                "others": str(others),
            }
            yield Row(statement.iri, agent, (statement.evidence,), values)
