"""What an extraction says, as short lines that a case can state and a person can check."""

from __future__ import annotations

from kg.documents.read import read_bytes
from kg.extraction import RULES, Register, extract
from kg.model import Extraction, Statement

Facets = dict[str, list[str]]


def read_facets(text: str, rules: Register = RULES) -> Facets:
    """Everything read out of a text, facet by facet."""
    extraction = extract(read_bytes("case.txt", text.encode()), rules)
    return {
        "metadata": _metadata(extraction),
        "sections": [f"{s.number} {s.title} {s.kind}" for s in extraction.sections],
        "obligations": [o.span.text.replace("\n", "") for o in extraction.obligations],
        "gaps": [gap.span.text.replace("\n", "") for gap in extraction.gaps],
        "statements": [_statement(s, extraction) for s in extraction.statements],
        "levels": [f"{a.name} {a.body.level}" for s in extraction.statements for a in s.agents],
        "deadlines": [f"{d.span.text} {d.type} {d.value}" for d in extraction.deadlines],
        "targets": [f"{t.span.text} = {t.value} {t.unit}" for t in extraction.targets],
        "sources": [
            f"{c.title} {c.kind} {c.document_number or ''}".strip() for c in extraction.citations
        ],
        "actors": [a.span.text for o in extraction.obligations for a in o.actors],
    }


def _statement(statement: Statement, extraction: Extraction) -> str:
    roles = []
    for role in ("lead", "cooperate", "shared"):
        names = [a.name for a in statement.agents if a.role == role]
        if names:
            roles.append(f"{role} {'+'.join(names)}")
    if statement.groups:
        roles.append(f"groups {'+'.join(g.text for g in statement.groups)}")
    if statement.open_ended:
        roles.append("open")
    order = [o.id for o in extraction.obligations]
    covers = ",".join(str(order.index(key) + 1) for key in statement.obligations)
    return f"{statement.mode}: {'; '.join(roles)} -> {covers}"


def _metadata(extraction: Extraction) -> list[str]:
    names = (
        "title",
        "index_number",
        "document_number",
        "issuer",
        "published",
        "period_start",
        "period_end",
        "level",
    )
    values = ((name, getattr(extraction.metadata, name)) for name in names)
    return [f"{name} {value}" for name, value in values if value is not None]
