"""One answer for each document, where a question fits several and they do not say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from kg.answers.answer import Result, unique
from kg.answers.frame import Frame
from kg.answers.knowledge import Knowledge
from kg.answers.resolving import Resolver

_MOST = 12
# A sentence of another document that fits so nearly as well is meant as well.
_ALIKE = 0.95
_SAME_WORDS = 70
_VALUES = re.compile(r"VALUES (\?\w+) \{ ([^}]*) \}")


class Readings:
    """Splits answers by document."""

    def __init__(self, resolver: Resolver, resolve: Callable[[Frame], Result]) -> None:
        self._resolver = resolver
        self._knowledge: Knowledge = resolver.knowledge
        self._resolve = resolve

    def resolve(self, frame: Frame) -> Result:
        """The answer of all documents together, or of each where they differ."""
        whole = self._resolve(frame)
        if len(self._knowledge.texts) < 2 or frame.documents or frame.asked == "fact":
            return whole
        documents = self._documents(frame, whole)
        if len(documents) < 2:
            return whole
        each = [(d, self._resolve(replace(frame, documents=(d,)))) for d in documents[:_MOST]]
        told = [(d, result) for d, result in each if result.values and result.quotes]
        return _joined(whole, told) if len(told) > 1 else whole

    def _documents(self, frame: Frame, whole: Result) -> list[str]:
        """The documents that a question may be about."""
        if frame.form != "list":
            return self._with_fields(frame) or unique([q.document for q in whole.quotes])
        if not frame.topics or frame.time or not whole.values:
            return []
        found = self._resolver.search(frame)
        near = [
            f
            for f in found
            if f.score >= found[0].score * _ALIKE
            and fuzz.ratio(f.sentence.folded, found[0].sentence.folded) >= _SAME_WORDS
        ]
        duties = self._knowledge.duties
        return unique([duties[f.sentence.duty].document for f in near])

    def _with_fields(self, frame: Frame) -> list[str]:
        sections = self._knowledge.sections.values()
        return unique(
            [
                s.document
                for s in sections
                if s.kind == "DomainSection" and (not frame.domains or s.domain in frame.domains)
            ]
        )


def _joined(whole: Result, told: Sequence[tuple[str, Result]]) -> Result:
    first = told[0][1]
    quotes = [quote for _, result in told for quote in result.quotes]
    query = _one_query([result.query for _, result in told]) or whole.query
    if len({tuple(result.values) for _, result in told}) == 1:
        return replace(first, query=query, quotes=quotes)
    return Result(
        query,
        unique([value for _, result in told for value in result.values]),
        quotes,
        kind="by-document",
        confidence=min(result.confidence for _, result in told),
        documents=[d for d, result in told for _ in result.values],
        details=[value for _, result in told for value in result.values],
    )


def _one_query(queries: Sequence[str]) -> str:
    """One query with the values of all, where they differ in nothing else; empty where they do."""
    blocks = [_VALUES.search(query) for query in queries]
    if not all(blocks):
        return ""
    bare = {_VALUES.sub("", query, count=1) for query in queries}
    names = {block[1] for block in blocks if block}
    if len(bare) > 1 or len(names) > 1:
        return ""
    iris = unique([iri for block in blocks if block for iri in block[2].split()])
    return _VALUES.sub(f"VALUES {names.pop()} {{ {' '.join(iris)} }}", queries[0], count=1)
