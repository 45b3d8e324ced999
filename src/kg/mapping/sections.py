"""Sections and the domains they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import Literal, URIRef
from rdflib.namespace import SKOS

from kg.mapping.names import domain_english, short_domain
from kg.mapping.scribe import Scribe
from kg.model import Section
from kg.vocabulary import RG

_CLASSES = {
    "topic": RG.Topic,
    "domain": RG.DomainSection,
    "phase": RG.Phase,
    "requirement": RG.Requirement,
}


def write_sections(scribe: Scribe, sections: Sequence[Section]) -> Mapping[str, URIRef]:
    """Write the sections and return for each the domain it is about, itself or by its parents."""
    own = {section.id: _write_section(scribe, section, n) for n, section in enumerate(sections, 1)}
    parents = {section.id: section.parent for section in sections}
    return {
        key: domain
        for key in own
        if (domain := next((own[each] for each in _line_up(key, parents) if own[each]), None))
    }


def _line_up(key: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return a section and its parents, nearest first; each once, even where they go in a ring."""
    line: list[str] = []
    at: str | None = key
    while at is not None and at in parents and at not in line:
        line.append(at)
        at = parents[at]
    return line


def _write_section(scribe: Scribe, section: Section, order: int) -> URIRef | None:
    iri = scribe.minter.section(scribe.key, section.id)
    scribe.type(iri, RG.Section)
    if section.kind in _CLASSES:
        scribe.type(iri, _CLASSES[section.kind])
    scribe.label(iri, section.title or section.number or section.id)
    scribe.string(iri, RG.number, section.number)
    scribe.number(iri, RG.order, order)
    scribe.add(iri, RG.inDocument, scribe.document)
    parent = scribe.minter.section(scribe.key, section.parent) if section.parent else None
    scribe.add(iri, RG.partOf, parent or scribe.document)
    if section.end > section.start:
        scribe.evidence(iri, scribe.span(section.line, section.start, section.end))
    if section.kind not in ("topic", "domain") or not section.title.strip():
        return None
    domain = _write_domain(scribe, section.title)
    scribe.add(iri, RG.aboutDomain, domain)
    return domain


def _write_domain(scribe: Scribe, title: str) -> URIRef:
    label = short_domain(title)
    iri = scribe.minter.domain(label)
    scribe.type(iri, RG.Domain)
    scribe.text(iri, SKOS.prefLabel, label)
    if title != label:
        scribe.text(iri, SKOS.altLabel, title)
    english = domain_english(label)
    if english:
        scribe.add(iri, SKOS.prefLabel, Literal(english, lang="en"))
    scribe.add(iri, SKOS.inScheme, scribe.minter.scheme("domains"))
    return iri
