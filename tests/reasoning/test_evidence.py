"""A quote that is not the text at its place is found."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.mapping import map_extraction
from kg.reasoning import verify_evidence
from kg.vocabulary import NIF, OA, RG
from tests.gold_extraction import gold_extraction

MAPPED = map_extraction(gold_extraction())
EVIDENCE = URIRef(f"{MAPPED.version}/evidence/20.619-626")


def with_value(predicate: URIRef, value: Literal | URIRef) -> Graph:
    graph = Graph()
    for triple in MAPPED.graph:
        graph.add(triple)
    graph.set((EVIDENCE, predicate, value))
    return graph


def test_the_evidence_of_the_plan_is_its_text() -> None:
    assert verify_evidence(MAPPED.graph) == ()


def test_offsets_count_code_points_and_not_bytes() -> None:
    text = str(MAPPED.graph.value(MAPPED.version, RG.text))
    begin, end = (int(str(MAPPED.graph.value(EVIDENCE, p))) for p in (NIF.beginIndex, NIF.endIndex))
    assert text[begin:end] == "市消防救援大队"


@pytest.mark.parametrize(
    ("predicate", "value", "reason"),
    [
        (RG.quote, Literal("市消防救援支队"), "other words"),
        (NIF.beginIndex, Literal(1), "other words"),
        (NIF.endIndex, Literal(9999999), "no text stands"),
        (NIF.endIndex, Literal("x"), "no text stands"),
        (RG.line, Literal("21", datatype=XSD.integer), "line 21"),
        (RG.end, Literal(1), "end 1"),
        (OA.hasSource, URIRef("https://example.org/other"), "has no text"),
    ],
)
def test_what_the_text_does_not_bear_out_is_found(
    predicate: URIRef, value: Literal | URIRef, reason: str
) -> None:
    found = verify_evidence(with_value(predicate, value))
    assert found
    assert {each.evidence for each in found} == {EVIDENCE}
    assert reason in found[0].reason
