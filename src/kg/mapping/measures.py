"""Deadlines, targets, citations of legal sources, and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rdflib import URIRef

from kg.mapping.dates import interval, period
from kg.mapping.names import source_scope, source_title
from kg.mapping.scribe import Scribe
from kg.model import Citation, Deadline, Gap, Metadata, Target
from kg.vocabulary import RG


class _Numbering:
    """Counts per owner, so that a new part of one owner leaves the IRIs of the others."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, obligations: Sequence[str], section: str | None = None) -> tuple[str, int]:
        owner = obligations[0] if obligations else section or "document"
        self._counts[owner] += 1
        return owner, self._counts[owner]


def write_deadlines(scribe: Scribe, deadlines: Sequence[Deadline]) -> None:
    """Write by when, in what time or how often obligations and phases are due."""
    numbering = _Numbering()
    for deadline in deadlines:
        owner, number = numbering.next(deadline.obligations, deadline.section)
        iri = scribe.minter.deadline(scribe.key, owner, number)
        scribe.type(iri, RG.Deadline)
        scribe.label(iri, deadline.span.text)
        scribe.string(iri, RG.deadlineType, deadline.type)
        scribe.text(iri, RG.deadlineText, deadline.span.text)
        scribe.string(iri, RG.value, deadline.value)
        scribe.string(iri, RG.precision, deadline.precision)
        start, end = interval(deadline.value)
        scribe.date(iri, RG.startDate, start)
        scribe.date(iri, RG.dueDate, end)
        scribe.string(iri, RG.recurrence, period(deadline.value))
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.confidence(iri, deadline.confidence, deadline.reason)
        scribe.evidence(iri, deadline.span)
        for owner_iri in _owners(scribe, deadline.obligations, deadline.section):
            scribe.add(owner_iri, RG.hasDeadline, iri)


def write_targets(scribe: Scribe, targets: Sequence[Target]) -> None:
    """Write the measurable aims of obligations."""
    numbering = _Numbering()
    for target in targets:
        owner, number = numbering.next(target.obligations)
        iri = scribe.minter.target(scribe.key, owner, number)
        scribe.type(iri, RG.Target)
        scribe.label(iri, target.span.text)
        scribe.text(iri, RG.targetText, target.span.text)
        scribe.string(iri, RG.what, target.what)
        scribe.string(iri, RG.value, target.value)
        scribe.string(iri, RG.unit, target.unit)
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.confidence(iri, target.confidence, target.reason)
        scribe.evidence(iri, target.span)
        for owner_iri in _owners(scribe, target.obligations, None):
            scribe.add(owner_iri, RG.hasTarget, iri)


def write_citations(scribe: Scribe, citations: Sequence[Citation], metadata: Metadata) -> None:
    """Write where the document names legal sources, and those sources."""
    numbering = _Numbering()
    for citation in citations:
        owner, number = numbering.next(citation.obligations, citation.section)
        iri = scribe.minter.citation(scribe.key, owner, number)
        source = _write_source(scribe, citation, metadata)
        scribe.type(iri, RG.Citation)
        scribe.label(iri, citation.span.text)
        scribe.add(iri, RG.source, source)
        scribe.flag(iri, RG.inTitleMarks, citation.marked)
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.confidence(iri, citation.confidence, citation.reason)
        scribe.evidence(iri, citation.span)
        for obligation in citation.obligations:
            obligation_iri = scribe.minter.obligation(scribe.key, obligation)
            scribe.add(iri, RG.citingObligation, obligation_iri)
            scribe.add(obligation_iri, RG.cites, source)
        if citation.section:
            scribe.add(iri, RG.inSection, scribe.minter.section(scribe.key, citation.section))


def write_gaps(scribe: Scribe, gaps: Sequence[Gap]) -> None:
    """Write the duty sentences from which nothing was taken."""
    for gap in gaps:
        iri = scribe.minter.gap(scribe.key, gap.span)
        scribe.type(iri, RG.Gap)
        scribe.label(iri, gap.span.text[:40])
        scribe.text(iri, RG.reason, gap.reason)
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.evidence(iri, gap.span)


def _write_source(scribe: Scribe, citation: Citation, metadata: Metadata) -> URIRef:
    scope = source_scope(citation.issuing_level, metadata.region_code or scribe.key)
    title = source_title(citation.title, citation.kind)
    iri = scribe.minter.source(title, scope=scope)
    scribe.type(iri, RG.LegalSource)
    scribe.label(iri, title)
    scribe.string(iri, RG.sourceKind, citation.kind)
    scribe.string(iri, RG.issuingLevel, citation.issuing_level)
    scribe.string(iri, RG.documentNumber, citation.document_number)
    return iri


def _owners(scribe: Scribe, obligations: Sequence[str], section: str | None) -> list[URIRef]:
    owners = [scribe.minter.obligation(scribe.key, each) for each in obligations]
    if section:
        owners.append(scribe.minter.section(scribe.key, section))
    return owners or [scribe.document]
