"""The scribe writes triples of one document version and keeps its evidence."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from itertools import accumulate

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from kg.model import Span, TextView
from kg.vocabulary import NIF, OA, RG, Minter

_CONTEXT = 32


class Scribe:
    """Writes into one graph; every method can be called again without changing anything.

    Args:
        minter: mints the IRIs.
        view: the text the spans point into.
        key: key of the document.
        region_code: code of the division the document is of, where known.
    """

    def __init__(
        self, minter: Minter, view: TextView, key: str, region_code: str | None = None
    ) -> None:
        self.minter, self.view, self.key = minter, view, key
        self.region_code = region_code
        self.graph = Graph(bind_namespaces="none")
        self.document = minter.document(key)
        self.version = minter.version(key, view.sha256)
        self._text = view.text
        self._begins = (0, *accumulate(len(line) + 1 for line in view.lines))

    def add(self, subject: URIRef, predicate: URIRef, value: Node | None) -> None:
        """Write a triple, unless there is no value."""
        if value is not None:
            self.graph.add((subject, predicate, value))

    def type(self, subject: URIRef, *classes: URIRef) -> None:
        """Write the classes of a subject."""
        for each in classes:
            self.add(subject, RDF.type, each)

    def label(self, subject: URIRef, text: str | None) -> None:
        """Write a Chinese label, where there is one."""
        self.text(subject, RDFS.label, text)

    def text(
        self, subject: URIRef, predicate: URIRef, text: str | None, lang: str | None = "zh"
    ) -> None:
        """Write a text, where there is one that is not blank."""
        if text and text.strip():
            self.add(subject, predicate, Literal(text, lang=lang))

    def string(self, subject: URIRef, predicate: URIRef, text: str | None) -> None:
        """Write a string without language, where there is one."""
        self.text(subject, predicate, text, lang=None)

    def number(self, subject: URIRef, predicate: URIRef, number: int | None) -> None:
        """Write an integer, where there is one."""
        if number is not None:
            self.add(subject, predicate, Literal(str(number), datatype=XSD.integer))

    def flag(self, subject: URIRef, predicate: URIRef, value: bool) -> None:
        """Write a truth value."""
        self.add(subject, predicate, Literal(str(value).lower(), datatype=XSD.boolean))

    def date(self, subject: URIRef, predicate: URIRef, day: date | None) -> None:
        """Write a date, where there is one."""
        if day is not None:
            self.add(subject, predicate, Literal(day.isoformat(), datatype=XSD.date))

    def confidence(self, subject: URIRef, confidence: float, reason: str) -> None:
        """Write how sure the reading is, and why."""
        # The shortest form of the number, since engines rewrite decimals to it.
        shortest = format(Decimal(str(round(confidence, 4))).normalize(), "f")
        literal = Literal(shortest, datatype=XSD.decimal, normalize=False)
        self.add(subject, RG.confidence, literal)
        self.text(subject, RG.confidenceReason, reason)

    def evidence(self, subject: URIRef, span: Span) -> URIRef:
        """Write where a subject is said, and return the IRI of that evidence."""
        iri = self.minter.evidence(self.key, self.view.sha256, span)
        self.add(subject, RG.evidence, iri)
        if (iri, RDF.type, RG.Evidence) not in self.graph:
            self._describe(iri, span)
        return iri

    def offsets(self, span: Span) -> tuple[int, int]:
        """Return where a span begins and ends in the whole text."""
        end_line = span.end_line or span.line
        return self._begins[span.line - 1] + span.start, self._begins[end_line - 1] + span.end

    def span(self, line: int, start: int, end: int) -> Span:
        """Return the span of a stretch of one line."""
        return Span(line, start, end, self.view.lines[line - 1][start:end])

    def span_at(self, begin: int, end: int) -> Span:
        """Return the span of a stretch of the whole text."""
        line, end_line = bisect_right(self._begins, begin), bisect_right(self._begins, end - 1)
        start, stop = begin - self._begins[line - 1], end - self._begins[end_line - 1]
        over = end_line if end_line != line else None
        return Span(line, start, stop, self._text[begin:end], over)

    def _describe(self, iri: URIRef, span: Span) -> None:
        begin, end = self.offsets(span)
        self.type(iri, RG.Evidence)
        self.add(iri, OA.hasSource, self.version)
        self.add(iri, NIF.referenceContext, self.version)
        self.add(iri, RG.quote, Literal(span.text))
        self.number(iri, RG.line, span.line)
        self.number(iri, RG.start, span.start)
        self.number(iri, RG.end, span.end)
        self.number(iri, RG.endLine, span.end_line or span.line)
        self.number(iri, NIF.beginIndex, begin)
        self.number(iri, NIF.endIndex, end)
        self._place(iri, span.line)
        self._select(iri, span.text, begin, end)

    def _place(self, iri: URIRef, line: int) -> None:
        if len(self.view.places) < line:
            return
        place = self.view.places[line - 1]
        self.number(iri, RG.page, place.page)
        self.number(iri, RG.paragraph, place.paragraph)
        self.number(iri, RG.table, place.table)
        self.number(iri, RG.row, place.row)

    def _select(self, iri: URIRef, quote: str, begin: int, end: int) -> None:
        position, words = URIRef(f"{iri}/position"), URIRef(f"{iri}/quote")
        self.add(iri, OA.hasSelector, position)
        self.type(position, OA.TextPositionSelector)
        self.number(position, OA.start, begin)
        self.number(position, OA.end, end)
        self.add(iri, OA.hasSelector, words)
        self.type(words, OA.TextQuoteSelector)
        self.add(words, OA.exact, Literal(quote))
        self.add(words, OA.prefix, Literal(self._text[max(0, begin - _CONTEXT) : begin]))
        self.add(words, OA.suffix, Literal(self._text[end : end + _CONTEXT]))
