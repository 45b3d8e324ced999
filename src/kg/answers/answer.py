"""What the answerer hands back: values with proof, the query that gave them, and how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.answers.frame import Frame


@dataclass(frozen=True)
class Quote:
    """A piece of a document that proves an answer; ``text`` stands exactly at its position."""

    text: str
    document: str
    line: int
    start: int
    end: int
    iri: str
    end_line: int | None = None

    def record(self) -> dict[str, Any]:
        """The quote as a JSON object."""
        keys = ("text", "document", "line", "start", "end", "iri")
        found = {key: getattr(self, key) for key in keys}
        if self.end_line and self.end_line != self.line:
            found["end_line"] = self.end_line
        return found


@dataclass(frozen=True)
class Named:
    """A thing that a question mentions."""

    text: str
    iri: str
    label: str


@dataclass(frozen=True)
class Answer:
    """An answer, or an honest "not answered".

    Attributes:
        answered: False where the graph does not say, or the question is not about it.
        answer_text: one readable sentence in the language of the question.
        values: the answer as short strings; empty when not answered.
        query: the SPARQL that was run; empty when none was.
        understood: what the question was read as, in words.
        suggestions: questions that can be answered instead.
    """

    answered: bool
    answer_text: str
    values: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()
    query: str = ""
    intent: str = "none"
    entities: tuple[Named, ...] = ()
    confidence: float = 0.0
    understood: str = ""
    suggestions: tuple[str, ...] = ()
    language: str = "zh"
    frame: Frame | None = field(default=None, repr=False)

    def record(self) -> dict[str, Any]:
        """The answer as a JSON object."""
        return {
            "answered": self.answered,
            "answer_text": self.answer_text,
            "values": list(self.values),
            "evidence": [quote.record() for quote in self.evidence],
            "query": self.query,
            "intent": self.intent,
            "entities": [{"text": e.text, "iri": e.iri, "label": e.label} for e in self.entities],
            "confidence": self.confidence,
            "understood": self.understood,
            "suggestions": list(self.suggestions),
            "language": self.language,
        }


@dataclass
class Result:
    """What a query gave, before it is put into words.

    Attributes:
        values: the answer as short strings.
        quotes: its proof.
        kind: how to word it.
        note: said after the sentence.
        documents: the document of each value, where there are several documents.
    """

    query: str
    values: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    kind: str = "list"
    note: str = ""
    confidence: float = 1.0
    documents: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


def unique(items: Sequence[str]) -> list[str]:
    """The items without repetitions, in their order."""
    return list(dict.fromkeys(items))
