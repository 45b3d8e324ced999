"""Sections and the domains they are about."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, SKOS

from kg.mapping.names import domain_hazard, short_domain
from kg.mapping.scribe import Scribe
from kg.model import Extraction, Section
from kg.vocabulary import RG

_CLASSES = {
    "topic": RG.Topic,
    "domain": RG.DomainSection,
    "phase": RG.Phase,
    "requirement": RG.Requirement,
}


def write_sections(scribe: Scribe, extraction: Extraction) -> Mapping[str, URIRef]:
    """Write the sections and return for each the domain it is about, itself or by its parents."""
    sections = extraction.sections
    _write_untitled(scribe, extraction)
    known = {section.id for section in sections}
    parents = {each.id: each.parent if each.parent in known else None for each in sections}
    own: dict[str, URIRef | None] = {}
    for order, section in enumerate(sections, 1):
        parent = parents[section.id]
        above = scribe.minter.section(scribe.key, parent) if parent else scribe.document
        own[section.id] = _write_section(scribe, section, order, above)
    return {
        key: domain
        for key in own
        if (domain := next((own[each] for each in _line_up(key, parents) if own[each]), None))
    }


def _write_untitled(scribe: Scribe, extraction: Extraction) -> None:
    """Write the sections that something stands in but that have no heading, as a preamble."""
    known = {section.id for section in extraction.sections}
    used: set[str | None] = {each.section for each in extraction.obligations}
    used.update(each.section for each in extraction.statements)
    used.update(each.section for each in extraction.deadlines)
    used.update(each.section for each in extraction.citations)
    unlisted = sorted(key for key in used if key and key not in known)
    for order, key in enumerate(unlisted, len(known) + 1):
        iri = scribe.minter.section(scribe.key, key)
        scribe.type(iri, RG.Section)
        scribe.label(iri, "无标题部分")
        scribe.add(iri, RDFS.label, Literal("part without a heading", lang="en"))
        scribe.number(iri, RG.order, order)
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.add(iri, RG.partOf, scribe.document)


def _line_up(key: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return a section and its parents, nearest first; each once, even where they go in a ring."""
    line: list[str] = []
    at: str | None = key
    while at is not None and at in parents and at not in line:
        line.append(at)
        at = parents[at]
    return line


def _write_section(scribe: Scribe, section: Section, order: int, above: URIRef) -> URIRef | None:
    iri = scribe.minter.section(scribe.key, section.id)
    scribe.type(iri, RG.Section)
    if section.kind in _CLASSES:
        scribe.type(iri, _CLASSES[section.kind])
    scribe.label(iri, section.title or section.number or section.id)
    scribe.string(iri, RG.number, section.number)
    scribe.number(iri, RG.order, order)
    scribe.add(iri, RG.inDocument, scribe.document)
    scribe.add(iri, RG.partOf, above)
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
    hazard = domain_hazard(label)
    if hazard is not None:
        scribe.add(iri, SKOS.prefLabel, Literal(hazard.english, lang="en"))
        match = SKOS.exactMatch if hazard.label == label else SKOS.closeMatch
        scribe.add(iri, match, scribe.minter.hazard(hazard.key))
    scribe.add(iri, SKOS.inScheme, scribe.minter.scheme("domains"))
    return iri
