"""The extraction record: what ``kg extract --format json`` prints (README, "Extraction record")."""

from __future__ import annotations

from typing import Any

from kg.model import Actor, Agent, Extraction, Metadata, Span


def extraction_record(extraction: Extraction) -> dict[str, Any]:
    """The record as JSON-ready values; a field that the document does not state is None."""
    return {
        "document": _document(extraction.metadata),
        "sections": [
            {
                "id": s.id,
                "kind": s.kind,
                "number": s.number,
                "title": s.title,
                "parent": s.parent,
                "line": s.line,
                "start": s.start,
                "end": s.end,
            }
            for s in extraction.sections
        ],
        "obligations": [
            {
                "id": o.id,
                "section": o.section,
                "ordinal": o.ordinal,
                **_span(o.span),
                "actors": [_actor(a) for a in o.actors],
                "confidence": o.confidence,
            }
            for o in extraction.obligations
        ],
        "assignments": [
            {
                "id": s.id,
                "section": s.section,
                **_span(s.span),
                "mode": s.mode,
                "obligations": list(s.obligations),
                "agents": [_agent(a) for a in s.agents],
                "generic": [g.text for g in s.groups],
                "open_ended": s.open_ended,
                "rule": s.rule,
                "confidence": s.confidence,
                "reason": s.reason,
            }
            for s in extraction.statements
        ],
        "deadlines": [
            {
                **_span(d.span),
                "type": d.type,
                "value": d.value,
                "precision": d.precision,
                "obligations": list(d.obligations),
                "confidence": d.confidence,
            }
            for d in extraction.deadlines
        ],
        "targets": [
            {
                **_span(t.span),
                "what": t.what,
                "value": t.value,
                "unit": t.unit,
                "obligations": list(t.obligations),
                "confidence": t.confidence,
            }
            for t in extraction.targets
        ],
        "legal_sources": [
            {
                **_span(c.span),
                "title": c.title,
                "kind": c.kind,
                "issuing_level": c.issuing_level,
                "marked": c.marked,
                "document_number": c.document_number,
                "obligations": list(c.obligations),
                "confidence": c.confidence,
            }
            for c in extraction.citations
        ],
        "gaps": [{**_span(g.span), "reason": g.reason} for g in extraction.gaps],
        "warnings": list(extraction.warnings),
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
