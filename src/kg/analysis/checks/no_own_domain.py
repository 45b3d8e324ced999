"""Industries, risks and places that a plan names and no domain covers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts, Section
from kg.analysis.labels import quote
from kg.analysis.model import Evidence, Row
from kg.analysis.words import named_fields, wider_fields
from kg.lexicon import find_hazards

CHECK = describe(
    "no-own-domain",
    "coverage",
    "warning",
    name=("点到的行业或风险没有领域", "an industry or risk without a domain"),
    question=(
        "文件点到的哪些行业、风险没有对应领域?",
        "which industries and risks that the plan names have no domain?",
    ),
    why=(
        "文件在总体部分把某行业、风险或场所列为重点,没有一个领域以它为题,任务无人承接。",
        "The general parts list an industry, risk or place as important, and no domain is about it.",
    ),
    message=(
        "“{words}”在总体部分点了名,没有以它为题的领域{where}",
        "the general parts list “{words}”; no domain is about it{where_en}",
    ),
    remedy=("增设领域,或写明由哪个领域承担", "Add a domain, or say which domain takes it"),
)
_LISTED = re.compile(r"[、和及等]")
_GENERAL = frozenset(("Topic", "Requirement", "Phase"))
_REACH, _TREATED, _FEWEST_DOMAINS = 8, 2, 5


@dataclass
class _Named:
    """A field as a document names it."""

    words: Counter[str] = field(default_factory=Counter)
    places: list[Evidence] = field(default_factory=list)
    general: bool = False
    duties: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def run(facts: Facts) -> Iterator[Row]:
    """Yield fields that the general parts list and no domain is about."""
    for document, sections in facts.domain_sections.items():
        if len(sections) < _FEWEST_DOMAINS:
            continue
        covered = domains_by_field(facts, sections)
        everything = _named(facts, document)
        for key, named in everything.items():
            if not named.general or key in covered or _lies_within(key, covered, everything):
                continue
            if any(key in wider_fields(other) for other in covered):
                continue
            words = "\x1f".join(named.words)
            treated = [facts.sections[s].title for s in named.duties if s in facts.sections]
            yield Row(document, key, tuple(named.places), {"words": words, **_where(treated)})


def domains_by_field(facts: Facts, sections: tuple[Section, ...]) -> Mapping[str, set[str]]:
    """Return the sections of a document that are about a field, by the key of the field."""
    found: dict[str, set[str]] = defaultdict(set)
    for section in sections:
        for name in facts.domain_names.get(section.domain or "", ()):
            for hazard in find_hazards(name):
                found[hazard.key].add(section.iri)
            for _, _, hazard in named_fields(name):
                found[hazard.key].add(section.iri)
    return found


def _named(facts: Facts, document: str) -> dict[str, _Named]:
    found: dict[str, _Named] = defaultdict(_Named)
    for duty in facts.duties_of(document):
        section = facts.sections.get(duty.section)
        for start, end, hazard in named_fields(duty.text):
            named = found[hazard.key]
            if section and section.kinds & _GENERAL:
                if not _in_list(duty.text, start, end):
                    continue
                named.general = True
                named.words[duty.text[start:end]] += 1
                named.places.append(_evidence(facts, duty, start, end))
            elif section and "DomainSection" in section.kinds:
                named.duties[section.iri].add(duty.iri)
    return found


def _in_list(text: str, start: int, end: int) -> bool:
    """Whether a word stands in a list of industries, not in the sentence at large."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return "、" in after[:4] or ("、" in before[-2:] and bool(_LISTED.search(after)))


def _evidence(facts: Facts, duty: Duty, start: int, end: int) -> Evidence:
    begin = duty.place.start
    return facts.texts[duty.document].evidence(duty.place.line, begin + start, begin + end)


def _lies_within(
    key: str, covered: Mapping[str, set[str]], everything: Mapping[str, _Named]
) -> bool:
    """Whether the domain of a wider field deals with the field in several of its duties."""
    homes = {section for wider in wider_fields(key) for section in covered.get(wider, ())}
    own = {duty for section in homes for duty in everything[key].duties.get(section, ())}
    parts = {
        duty
        for other, named in everything.items()
        if key in wider_fields(other)
        for section in homes
        for duty in named.duties.get(section, ())
    }
    return bool(own) and len(own | parts) >= _TREATED


def _where(treated: list[str]) -> dict[str, str]:
    if not treated:
        return {"where": ",任务中也没有再提", "where_en": ", nor is it taken up by any duty"}
    names = quote(*treated[:4])
    return {"where": f",只在{names}中顺带提到", "where_en": f"; it is touched on only in {names}"}
