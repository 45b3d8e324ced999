"""A seeded graph of many plans in our own ontology, as N-Quads; plan k is always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rdflib.namespace import SH

from kg.vocabulary import DEFAULT_BASE, RG

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
DOMAINS, BODIES, DUTIES = 12, 30, 200


def domain(number: int) -> str:
    """The IRI of a domain; all plans share them."""
    return f"{DEFAULT_BASE}domain/bench-{number}"


def document(plan: int) -> str:
    """The IRI of a plan."""
    return f"{DEFAULT_BASE}document/bench-{plan}"


def nquads(plans: int) -> Iterator[str]:
    """Iterate over the statements of so many plans, about 4,700 each."""
    graph = f"{DEFAULT_BASE}graph/bench/shared"
    for number in range(DOMAINS):
        yield _line(domain(number), _RDF, f"<{RG.Domain}>", graph)
        yield _line(domain(number), f"{_SKOS}prefLabel", f'"领域{number}"@zh', graph)
    for plan in range(plans):
        yield from _plan(plan)


def _plan(plan: int) -> Iterator[str]:
    source = random.Random(plan)
    here, graph = document(plan), f"{DEFAULT_BASE}graph/document/bench-{plan}/1"
    yield _line(here, _RDF, f"<{RG.Document}>", graph)
    yield _line(here, "http://purl.org/dc/terms/title", f'"第{plan}号方案"@zh', graph)
    for number in range(BODIES):
        body = f"{DEFAULT_BASE}body/bench-{plan}-{number}"
        yield _line(body, _RDF, f"<{RG.Body}>", graph)
        yield _line(body, _RDF, f"<{RG.Department}>", graph)
        yield _line(body, f"{_SKOS}prefLabel", f'"第{plan}市第{number}局"@zh', graph)
    for number in range(DUTIES):
        yield from _duty(plan, number, graph, source)
        if number % 10 == 0:
            yield from _finding(plan, number)


def _duty(plan: int, number: int, graph: str, source: random.Random) -> Iterator[str]:
    here = document(plan)
    duty = f"{here}/obligation/{number}"
    statement = f"{here}/statement/{number}"
    text = f"第{number}项任务：开展隐患排查治理，{'及时报告' * source.randint(2, 9)}。"
    yield _line(duty, _RDF, f"<{RG.Obligation}>", graph)
    yield _line(duty, RG.text, f'"{text}"', graph)
    yield _line(duty, RG.inDocument, f"<{here}>", graph)
    yield _line(duty, RG.order, f'"{number}"^^<{_XSD}integer>', graph)
    yield _line(duty, RG.inDomain, f"<{domain(number % DOMAINS)}>", graph)
    yield _line(statement, _RDF, f"<{RG.Statement}>", graph)
    yield _line(statement, RG.covers, f"<{duty}>", graph)
    for place, body in enumerate(source.sample(range(BODIES), 2)):
        assignment = f"{here}/assignment/{number}-{place}"
        role = RG.lead if place == 0 else RG.cooperate
        yield _line(assignment, _RDF, f"<{RG.Assignment}>", graph)
        yield _line(assignment, RG.inStatement, f"<{statement}>", graph)
        yield _line(assignment, RG.agent, f"<{DEFAULT_BASE}body/bench-{plan}-{body}>", graph)
        yield _line(assignment, RG.role, f"<{role}>", graph)
        yield _line(assignment, RG.obligation, f"<{duty}>", graph)
        yield _line(assignment, RG.nameAsWritten, f'"第{body}局"', graph)
        yield _line(assignment, RG.inDocument, f"<{here}>", graph)
        yield _line(assignment, RG.confidence, f'"0.9"^^<{_XSD}decimal>', graph)


def _finding(plan: int, number: int) -> Iterator[str]:
    finding = f"{DEFAULT_BASE}finding/bench-{plan}-{number}"
    graph = f"{DEFAULT_BASE}graph/findings"
    yield _line(finding, _RDF, f"<{RG.Finding}>", graph)
    yield _line(finding, RG.findingKind, '"no-deadline"', graph)
    yield _line(finding, str(SH.resultSeverity), f"<{SH.Warning}>", graph)
    yield _line(finding, str(SH.resultMessage), f'"第{number}项任务没有期限"@zh', graph)
    yield _line(finding, str(SH.focusNode), f"<{document(plan)}/obligation/{number}>", graph)


def _line(subject: str, predicate: str, value: str, graph: str) -> str:
    return f"<{subject}> <{predicate}> {value} <{graph}> .\n"
