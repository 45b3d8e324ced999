"""One subject in several domains with different leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from kg.analysis.checks.no_own_domain import domains_by_field
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts
from kg.analysis.model import Evidence, Row
from kg.analysis.words import named_fields, wider_fields
from kg.lexicon import Hazard

CHECK = describe(
    "split-subject",
    "ownership",
    "info",
    name=("同一事项分在几个领域、牵头不同", "one subject in several domains under different leads"),
    question=(
        "哪些事项在几个领域里由不同单位牵头?",
        "which subjects have different leads in several domains?",
    ),
    why=(
        "同一事项在几个领域的任务里都有,牵头单位各不相同,没有写谁为主。",
        "Duties of several domains treat one subject under different leads, and nothing says who comes first.",
    ),
    message=(
        "“{words}”同时列入“{sections}”,牵头单位不同({leads})",
        "different bodies lead on “{words}” ({leads}): {sections}",
    ),
    remedy=("明确主责单位和边界", "Say who is in charge and where the line lies"),
    advice=True,
)
_MOST, _CLOSE = 3, 2
_APART = re.compile(r"[^\u4e00-\u9fff]|[和及与或的]")
# The word says where something stands or is shown, not what is treated.
_ONLY_WHERE = re.compile(
    r"(?:位于|地处|临近|邻近|靠近|(?<![\u4e00-\u9fff])在)[^,。;:,\uff0c\uff1b\uff1a]*$"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield subjects without a domain of their own that several leads share."""
    for document, sections in facts.domain_sections.items():
        own = domains_by_field(facts, sections)
        places: dict[str, dict[str, list[tuple[str, str | Evidence]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for section in sections:
            for duty in facts.by_section.get(section.iri, ()):
                for word, key, at in _treated(facts, duty):
                    places[key][section.iri].append((word, at))
        for key, where in places.items():
            if (
                key not in own
                and 1 < len(where) <= _MOST
                and len(wider_fields(key)) > 1
                and "work-safety" in wider_fields(key)
            ):
                yield from _split(facts, document, key, where)


def _treated(facts: Facts, duty: Duty) -> Iterator[tuple[str, str, str | Evidence]]:
    """Iterate over the subjects that a duty treats: word, key of the field and place."""
    found = named_fields(duty.text)
    for one, after in pairwise((*found, None)):
        if one is None:
            return
        start, end, hazard = one
        if _ONLY_WHERE.search(duty.text, 0, start) or _only_qualifies(duty.text, end, after):
            continue
        yield duty.text[start:end], hazard.key, facts.shows(duty, start, end)


def _only_qualifies(text: str, end: int, after: tuple[int, int, Hazard] | None) -> bool:
    """Whether a word only tells what sort of another thing is meant: 客运 in 客运架空索道."""
    return after is not None and after[0] - end <= _CLOSE and not _APART.search(text, end, after[0])


def _split(
    facts: Facts, document: str, key: str, where: dict[str, list[tuple[str, str | Evidence]]]
) -> Iterator[Row]:
    leads = {section: _leads(facts, section) for section in where}
    if not all(leads.values()) or frozenset.intersection(*leads.values()):
        return
    words = dict.fromkeys(word for found in where.values() for word, _ in found)
    agents = dict.fromkeys(f"<{lead}>" for section in where for lead in sorted(leads[section]))
    values = {
        "words": "\x1f".join(words),
        "sections": "\x1f".join(f"<{section}>" for section in where),
        "leads": "\x1f".join(agents),
    }
    evidence = tuple(at for found in where.values() for _, at in found[:1])
    yield Row(document, key, evidence, values)


def _leads(facts: Facts, section: str) -> frozenset[str]:
    held = (h for s in facts.statements_in.get(section, ()) for h in facts.held.get(s.iri, ()))
    return frozenset(each.agent for each in held if each.role == "lead")
