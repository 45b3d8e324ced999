"""Bodies of public administration, their regions, and generic groups."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from kg.mapping.names import (
    body_class,
    body_english,
    body_stem,
    parent_region,
    region_names,
    resolve_name,
)
from kg.mapping.scribe import Scribe
from kg.model import Body, Extraction
from kg.vocabulary import LEVELS, RG


def write_body(scribe: Scribe, body: Body, *names: str) -> URIRef:
    """Write a body with the names the document uses for it, and return its IRI."""
    # A town or firm is the same in all documents of its region; of other bodies whose place is
    # unknown nobody can say so.
    local = body.level in ("乡镇", "街道", "其他") and not body.uncertain
    scope = (scribe.region_code if local else None) or scribe.key
    iri = scribe.minter.body(body, stem=body_stem(body), scope=scope)
    if (iri, RDF.type, RG.Body) not in scribe.graph:
        _write_once(scribe, iri, body)
    preferred = set(scribe.graph.objects(iri, SKOS.prefLabel))
    for name in (body.canonical, *names):
        if Literal(name, lang="zh") not in preferred:
            scribe.text(iri, SKOS.altLabel, name)
    if body.region_code:
        scribe.add(iri, RG.jurisdiction, write_region(scribe, body.region_code))
    scribe.string(iri, RG.validUntil, body.valid_until)
    if body.successor is not None:
        scribe.add(iri, RG.succeededBy, write_body(scribe, body.successor))
    if body.type:
        scribe.add(iri, RG.bodyType, scribe.minter.body_type(body.type))
    _write_identity(scribe, iri, body)
    return iri


def _write_once(scribe: Scribe, iri: URIRef, body: Body) -> None:
    """Write what a body has one of; a later mention under another name adds but that name."""
    scribe.type(iri, RG.Body, body_class(body))
    scribe.text(iri, SKOS.prefLabel, body.canonical)
    english, status = body_english(body)
    scribe.add(iri, SKOS.prefLabel, Literal(english, lang="en"))
    scribe.string(iri, RG.englishNameStatus, status)
    scribe.add(iri, RG.level, LEVELS[body.level])


def write_named_body(scribe: Scribe, name: str, extraction: Extraction) -> URIRef:
    """Write a body that is known by its name only, e.g. the issuer, and return its IRI."""
    same = next((body for body in _iter_bodies(extraction) if body.canonical == name), None)
    return write_body(scribe, same or resolve_name(name, extraction.metadata))


def write_region(scribe: Scribe, code: str, name: str | None = None) -> URIRef:
    """Write an administrative division and return its IRI."""
    iri = scribe.minter.region(code)
    scribe.type(iri, RG.Region)
    scribe.string(iri, SKOS.notation, code)
    chinese, english = region_names(code)
    scribe.text(iri, SKOS.prefLabel, chinese or name or code)
    if english:
        scribe.add(iri, SKOS.prefLabel, Literal(english, lang="en"))
    above = parent_region(code)
    if above is not None:
        scribe.add(iri, RG.partOf, write_region(scribe, above))
    return iri


def write_group(scribe: Scribe, text: str) -> URIRef:
    """Write a generic group, e.g. 相关乡镇, and return its IRI."""
    iri = scribe.minter.group(scribe.key, text)
    scribe.type(iri, RG.Group)
    scribe.label(iri, text)
    scribe.add(iri, RDFS.label, Literal(f"“{text}” (group named in the plan)", lang="en"))
    scribe.flag(iri, RG.resolved, False)
    scribe.add(iri, RG.inDocument, scribe.document)
    return iri


def _write_identity(scribe: Scribe, iri: URIRef, body: Body) -> None:
    scribe.flag(iri, RG.identityUncertain, body.uncertain)
    if not body.uncertain:
        return
    scribe.text(iri, RG.identityReason, body.reason)
    for candidate in body.candidates:
        scribe.text(iri, RG.candidate, candidate)


def _iter_bodies(extraction: Extraction) -> Iterator[Body]:
    for statement in extraction.statements:
        for agent in statement.agents:
            yield agent.body
    for obligation in extraction.obligations:
        for actor in obligation.actors:
            if actor.body:
                yield actor.body
