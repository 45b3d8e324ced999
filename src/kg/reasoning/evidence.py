"""Whether every quote stands in the text at the place its evidence names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from kg.vocabulary import NIF, OA, RG


@dataclass(frozen=True, slots=True)
class EvidenceError:
    """A piece of evidence that the text does not bear out.

    Attributes:
        evidence: its IRI.
        quote: the words it claims.
        found: the words at that place, None where there is no such place.
        reason: what is wrong, for people.
    """

    evidence: URIRef
    quote: str
    found: str | None
    reason: str


def verify_evidence(graph: Graph) -> tuple[EvidenceError, ...]:
    """Return the evidence of a document graph whose quote is not the text at its offsets.

    Offsets are code points; both those in the whole text and those in lines are checked.
    """
    texts = {
        version: str(text)
        for version, text in graph.subject_objects(RG.text)
        if (version, RDF.type, RG.DocumentVersion) in graph
    }
    begins = {version: _line_begins(text) for version, text in texts.items()}
    errors: list[EvidenceError] = []
    for evidence in sorted(set(graph.subjects(RDF.type, RG.Evidence)), key=str):
        version = graph.value(evidence, OA.hasSource)
        if version not in texts:
            reason = f"its version '{version}' has no text in this graph"
            errors.append(
                EvidenceError(URIRef(str(evidence)), _quote(graph, evidence), None, reason)
            )
        else:
            errors.extend(_iter_errors(graph, evidence, texts[version], begins[version]))
    return tuple(errors)


def _iter_errors(
    graph: Graph, evidence: object, text: str, begins: tuple[int, ...]
) -> Iterator[EvidenceError]:
    iri, quote = URIRef(str(evidence)), _quote(graph, evidence)
    begin, end = _number(graph, iri, NIF.beginIndex), _number(graph, iri, NIF.endIndex)
    if begin is None or end is None or not 0 <= begin < end <= len(text):
        yield EvidenceError(iri, quote, None, f"no text stands at {begin} to {end}")
        return
    if text[begin:end] != quote:
        yield EvidenceError(iri, quote, text[begin:end], "other words stand at its offsets")
    for name, line, column, offset in (
        ("start", RG.line, RG.start, begin),
        ("end", RG.endLine, RG.end, end),
    ):
        number, place = _number(graph, iri, line), _number(graph, iri, column)
        known = number is not None and 1 <= number <= len(begins)
        if not known or place is None or begins[(number or 1) - 1] + place != offset:
            reason = f"line {number}, {name} {place} is not offset {offset} of the text"
            yield EvidenceError(iri, quote, None, reason)


def _line_begins(text: str) -> tuple[int, ...]:
    return (0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1]))


def _quote(graph: Graph, evidence: object) -> str:
    return str(graph.value(URIRef(str(evidence)), RG.quote, default=Literal("")))


def _number(graph: Graph, subject: URIRef, predicate: URIRef) -> int | None:
    value = graph.value(subject, predicate)
    number = value.toPython() if isinstance(value, Literal) else None
    return number if isinstance(number, int) else None
