"""One subject in several domains with different leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.analysis.checks.no_own_domain import domains_by_field
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Evidence, Row
from kg.analysis.words import named_fields, wider_fields

CHECK = describe(
    "split-subject",
    "ownership",
    "info",
    name=("同一事项分在几个领域、牵头不同", "one subject split over domains with different leads"),
    question=(
        "哪些事项在几个领域里由不同单位牵头?",
        "which subjects have different leads in several domains?",
    ),
    why=(
        "同一事项在几个领域的任务里都有,牵头单位各不相同,没有写谁为主。",
        "Duties of several domains treat one subject under different leads, and nothing says who comes first.",
    ),
    message=(
        "{words}同时列入{sections},牵头单位不同({leads})",
        "{words} stands in {sections} with different leads ({leads})",
    ),
    remedy=("明确主责单位和边界", "Say who is in charge and where the line lies"),
    advice=True,
)
_MOST = 3
# The word says where something stands or is shown, not what is treated.
_ONLY_WHERE = re.compile(
    r"(?:位于|地处|临近|邻近|靠近|(?<![\u4e00-\u9fff])在)[^,。;:,\uff0c\uff1b\uff1a]*$"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield subjects without a domain of their own that several leads share."""
    for document, sections in facts.domain_sections.items():
        own = domains_by_field(facts, sections)
        places: dict[str, dict[str, list[tuple[str, Evidence]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for section in sections:
            for duty in facts.by_section.get(section.iri, ()):
                for start, end, hazard in named_fields(duty.text):
                    if _ONLY_WHERE.search(duty.text, 0, start):
                        continue
                    begin = duty.place.start
                    at = facts.texts[document].evidence(duty.place.line, begin + start, begin + end)
                    places[hazard.key][section.iri].append((duty.text[start:end], at))
        for key, where in places.items():
            if (
                key not in own
                and 1 < len(where) <= _MOST
                and len(wider_fields(key)) > 1
                and "work-safety" in wider_fields(key)
            ):
                yield from _split(facts, document, key, where)


def _split(
    facts: Facts, document: str, key: str, where: dict[str, list[tuple[str, Evidence]]]
) -> Iterator[Row]:
    leads = {section: _leads(facts, section) for section in where}
    if not all(leads.values()) or frozenset.intersection(*leads.values()):
        return
    words = dict.fromkeys(f"“{word}”" for found in where.values() for word, _ in found)
    agents = dict.fromkeys(f"<{lead}>" for section in where for lead in sorted(leads[section]))
    titles = [f"“{facts.sections[section].title}”" for section in where]
    values = {
        "words": "、".join(words),
        "sections": "\x1f".join(titles),
        "leads": "\x1f".join(agents),
    }
    evidence = tuple(at for found in where.values() for _, at in found[:1])
    yield Row(document, key, evidence, values)


def _leads(facts: Facts, section: str) -> frozenset[str]:
    held = (h for s in facts.statements_in.get(section, ()) for h in facts.held.get(s.iri, ()))
    return frozenset(each.agent for each in held if each.role == "lead")
