"""The extraction record: what ``kg extract --format json`` prints (README, "Extraction record")."""

from __future__ import annotations

from typing import Any

from kg.model import (
    Actor,
    Agent,
    Citation,
    Deadline,
    Extraction,
    Metadata,
    Obligation,
    Section,
    Span,
    Statement,
    Target,
)


def extraction_record(extraction: Extraction) -> dict[str, Any]:
    """The record as JSON-ready values; a field that the document does not state is None."""
    return {
        "document": _document(extraction.metadata),
        "sections": [_section(s) for s in extraction.sections],
        "obligations": [_obligation(o) for o in extraction.obligations],
        "assignments": [_statement(s) for s in extraction.statements],
        "deadlines": [_deadline(d) for d in extraction.deadlines],
        "targets": [_target(t) for t in extraction.targets],
        "legal_sources": [_citation(c) for c in extraction.citations],
        "gaps": [{**_span(g.span), "reason": g.reason} for g in extraction.gaps],
        "warnings": list(extraction.warnings),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "kind": section.kind,
        "number": section.number,
        "title": section.title,
        "parent": section.parent,
        "line": section.line,
        "start": section.start,
        "end": section.end,
    }


def _obligation(obligation: Obligation) -> dict[str, Any]:
    return {
        "id": obligation.id,
        "section": obligation.section,
        "ordinal": obligation.ordinal,
        **_span(obligation.span),
        "actors": [_actor(a) for a in obligation.actors],
        "confidence": obligation.confidence,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "section": statement.section,
        **_span(statement.span),
        "mode": statement.mode,
        "obligations": list(statement.obligations),
        "agents": [_agent(a) for a in statement.agents],
        "generic": [g.text for g in statement.groups if not g.inherited],
        "inherited": [g.text for g in statement.groups if g.inherited],
        "open_ended": statement.open_ended,
        "rule": statement.rule,
        "confidence": statement.confidence,
        "reason": statement.reason,
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        **_span(deadline.span),
        "type": deadline.type,
        "value": deadline.value,
        "precision": deadline.precision,
        "obligations": list(deadline.obligations),
        "confidence": deadline.confidence,
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        **_span(target.span),
        "what": target.what,
        "value": target.value,
        "unit": target.unit,
        "obligations": list(target.obligations),
        "confidence": target.confidence,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        **_span(citation.span),
        "title": citation.title,
        "kind": citation.kind,
        "issuing_level": citation.issuing_level,
        "marked": citation.marked,
        "document_number": citation.document_number,
        "obligations": list(citation.obligations),
        "confidence": citation.confidence,
    }


def _document(metadata: Metadata) -> dict[str, Any]:
    names = (
        "title",
        "identifier",
        "index_number",
        "document_number",
        "issuer",
        "publisher",
        "published",
        "subject",
        "topic_class",
        "period_start",
        "period_end",
        "level",
        "region",
        "region_code",
    )
    return {name: getattr(metadata, name) for name in names}


def _span(span: Span) -> dict[str, Any]:
    values: dict[str, Any] = {
        "line": span.line,
        "start": span.start,
        "end": span.end,
        "text": span.text,
    }
    if span.end_line is not None:
        values["end_line"] = span.end_line
    return values


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "mention": actor.span.text,
        "line": actor.span.line,
        "start": actor.span.start,
        "end": actor.span.end,
        "name": actor.name,
        "canonical": actor.body.canonical if actor.body else None,
    }


def _agent(agent: Agent) -> dict[str, Any]:
    return {
        "role": agent.role,
        "mention": agent.span.text,
        "line": agent.span.line,
        "start": agent.span.start,
        "end": agent.span.end,
        "name": agent.name,
        "canonical": agent.body.canonical,
        "level": agent.body.level,
        "uncertain": agent.body.uncertain,
        "candidates": list(agent.body.candidates),
        "reason": agent.body.reason,
    }
