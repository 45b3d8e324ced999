"""Obligations, responsibility statements and the assignments they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rdflib import URIRef

from kg.mapping.bodies import write_body, write_group
from kg.mapping.scribe import Scribe
from kg.model import Obligation, Span, Statement
from kg.vocabulary import RG, ROLES

_LABEL_LENGTH = 40
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[(（]?[0-9一二三四五六七八九十]+[)）.、]|[①-⑳])\s*"
)


def write_obligations(
    scribe: Scribe, obligations: Sequence[Obligation], domains: Mapping[str, URIRef]
) -> None:
    """Write what somebody must do, each in the domain of its section."""
    for order, obligation in enumerate(obligations, 1):
        iri = scribe.minter.obligation(scribe.key, obligation.id)
        scribe.type(iri, RG.Obligation)
        scribe.label(iri, first_clause(obligation.span.text))
        scribe.text(iri, RG.text, obligation.span.text)
        scribe.string(iri, RG.ordinal, obligation.ordinal)
        scribe.number(iri, RG.order, order)
        scribe.add(iri, RG.inSection, scribe.minter.section(scribe.key, obligation.section))
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.add(iri, RG.inDomain, domains.get(obligation.section))
        scribe.confidence(iri, obligation.confidence, obligation.reason)
        scribe.evidence(iri, obligation.span)
        _write_actors(scribe, iri, obligation)


def first_clause(text: str) -> str:
    """Return the first clause of a duty without its ordinal, at most forty characters long."""
    words = _ORDINAL.sub("", text.strip()).strip()
    clause = re.split(r"[。；;\n]", words, maxsplit=1)[0]
    if len(clause) > _LABEL_LENGTH:
        clause = re.split(r"[，,：:]", clause, maxsplit=1)[0]
    if len(clause) > _LABEL_LENGTH:
        clause = f"{clause[: _LABEL_LENGTH - 1]}…"
    return clause.strip() or text.strip()[:_LABEL_LENGTH]


def write_statements(scribe: Scribe, statements: Sequence[Statement]) -> None:
    """Write each responsibility statement and one assignment per body or group it names."""
    for statement in statements:
        iri = scribe.minter.statement(scribe.key, statement.id)
        scribe.type(iri, RG.Statement)
        scribe.label(iri, _shorten(statement.span.text))
        scribe.string(iri, RG.mode, statement.mode)
        scribe.flag(iri, RG.openEnded, statement.open_ended)
        scribe.add(iri, RG.inSection, scribe.minter.section(scribe.key, statement.section))
        scribe.add(iri, RG.inDocument, scribe.document)
        scribe.string(iri, RG.readByRule, statement.rule)
        for obligation in statement.obligations:
            scribe.add(iri, RG.covers, scribe.minter.obligation(scribe.key, obligation))
        scribe.confidence(iri, statement.confidence, statement.reason)
        scribe.evidence(iri, statement.span)
        _write_assignments(scribe, iri, statement)


def _write_assignments(scribe: Scribe, statement_iri: URIRef, statement: Statement) -> None:
    for order, agent in enumerate(statement.agents, 1):
        body = write_body(scribe, agent.body, agent.name, agent.span.text)
        iri = _write_assignment(scribe, statement, order, body, agent.span)
        scribe.add(iri, RG.role, ROLES[agent.role])
        scribe.string(iri, RG.nameAsWritten, agent.name)
    for order, group in enumerate(statement.groups, len(statement.agents) + 1):
        group_iri = write_group(scribe, group.text)
        scribe.add(statement_iri, RG.namesGroup, group_iri)
        iri = _write_assignment(scribe, statement, order, group_iri, group.span)
        scribe.add(iri, RG.role, ROLES[group.role])
        scribe.string(iri, RG.nameAsWritten, group.text)


def _write_assignment(
    scribe: Scribe, statement: Statement, order: int, agent: URIRef, span: Span
) -> URIRef:
    iri = scribe.minter.assignment(scribe.key, statement.id, order)
    scribe.type(iri, RG.Assignment)
    scribe.add(iri, RG.inStatement, scribe.minter.statement(scribe.key, statement.id))
    scribe.add(iri, RG.agent, agent)
    for obligation in statement.obligations:
        scribe.add(iri, RG.obligation, scribe.minter.obligation(scribe.key, obligation))
    scribe.number(iri, RG.order, order)
    scribe.string(iri, RG.mention, span.text)
    scribe.add(iri, RG.inDocument, scribe.document)
    scribe.confidence(iri, statement.confidence, statement.reason)
    scribe.evidence(iri, span)
    return iri


def _write_actors(scribe: Scribe, obligation_iri: URIRef, obligation: Obligation) -> None:
    for actor in obligation.actors:
        if actor.body:
            named = write_body(scribe, actor.body, actor.name, actor.span.text)
        else:
            named = write_group(scribe, actor.name)
        scribe.add(obligation_iri, RG.namesActor, named)
        scribe.evidence(named, actor.span)


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LABEL_LENGTH else f"{words[: _LABEL_LENGTH - 1]}…"
