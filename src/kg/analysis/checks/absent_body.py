"""A body that most domains of a plan name and one does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "absent-body",
    "ownership",
    "info",
    name=("多数领域都有的单位,这里没有", "a body that most domains name is absent"),
    question=("哪些领域缺少多数领域都有的单位?", "where is a body absent that most domains name?"),
    why=(
        "单位参与同一文件的多数领域,这个领域没有列它。",
        "The body takes part in most domains of the plan and not in this one.",
    ),
    message=(
        "“{section}”没有列{body},它参与其余{others}个领域",
        "“{section}” does not name {body}, which takes part in {others} other domains",
    ),
    remedy=("核对是否需要它参与", "Check whether it should take part"),
    advice=True,
)
_MOST, _FEWEST = 0.6, 5


def run(facts: Facts) -> Iterator[Row]:
    """Yield the domains that lack a body which most have."""
    for sections in facts.domain_sections.values():
        named = {s.iri: _agents(facts, s.iri) for s in sections}
        stated = [each for each in sections if named[each.iri]]
        places: dict[str, set[str]] = defaultdict(set)
        for section in stated:
            for agent in named[section.iri]:
                places[agent].add(section.iri)
        if len(stated) < _FEWEST:
            continue
        for agent, where in sorted(places.items()):
            if agent in facts.types and len(where) >= _MOST * len(stated):
                for section in stated:
                    types = {t for each in named[section.iri] for t in facts.types.get(each, ())}
                    if section.iri not in where and not facts.types[agent] & types:
                        evidence = tuple(s.evidence for s in facts.statements_in[section.iri])
                        values = {
                            "section": section.title,
                            "body": f"<{agent}>",
                            "others": str(len(where)),
                        }
                        yield Row(section.iri, agent, evidence, values)


def _agents(facts: Facts, section: str) -> set[str]:
    statements = facts.statements_in.get(section, ())
    return {each.agent for one in statements for each in facts.held.get(one.iri, ())}
