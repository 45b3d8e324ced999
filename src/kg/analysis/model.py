"""The nouns of the analysis: a check, what it yields, and a finding as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["violation", "warning", "info"]
Group = Literal["ownership", "coverage", "time", "sources", "arithmetic", "documents"]
Status = Literal["open", "accepted", "resolved"]

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
GROUPS: Mapping[Group, tuple[str, str]] = {
    "ownership": ("责任归属", "ownership"),
    "coverage": ("覆盖", "coverage"),
    "time": ("时限", "time"),
    "sources": ("依据", "sources"),
    "arithmetic": ("数字与编号", "numbers"),
    "documents": ("文件之间", "across documents"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Return the words in one language."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked for.

    Attributes:
        kind: its name, e.g. ``generic-owner``.
        group: what it concerns.
        severity: how much it matters.
        name: what it is called.
        question: the question it answers.
        explanation: why it matters.
        message: template of the message; ``{column}`` stands for a value of the row.
        remedy: what can be done.
        advice: whether it only advises, beyond what the text itself shows.
    """

    kind: str
    group: Group
    severity: Severity
    name: Words
    question: Words
    explanation: Words
    message: Words
    remedy: Words
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a document that shows a finding."""

    iri: str
    document: str
    line: int
    start: int
    end: int
    end_line: int
    quote: str

    def record(self) -> dict[str, Any]:
        """Return it as the answer record writes evidence."""
        return {
            "text": self.quote,
            "document": self.document,
            "line": self.line,
            "start": self.start,
            "end": self.end,
            "iri": self.iri,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """What a check yields: a thing, what was found about it, and where it is said.

    Attributes:
        focus: IRI of the thing.
        value: IRI or words that tell findings about one thing apart.
        evidence: IRIs of evidence in the graph, or stretches that a check found in the text.
        values: columns for the message; an IRI is shown by its label.
    """

    focus: str
    value: str = ""
    evidence: tuple[str | Evidence, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A blind spot or contradiction, with its proof.

    Attributes:
        iri: stable over rebuilds as long as thing and value stay.
        focus: IRI of what it is about, with ``label``.
        documents: IRIs of the documents it is about.
        status: what people decided about it in the curation files.
        owner: who looks after it, where somebody was assigned.
    """

    iri: str
    check: Check
    focus: str
    label: Words
    value: str
    message: Words
    evidence: tuple[Evidence, ...]
    documents: tuple[str, ...]
    status: Status = "open"
    owner: str | None = None

    @property
    def kind(self) -> str:
        """Name of the check that found it."""
        return self.check.kind

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.check.severity

    @property
    def advice(self) -> bool:
        """Whether it only advises."""
        return self.check.advice

    @property
    def counts(self) -> bool:
        """Whether it makes a gate fail: it is open and rests on the text."""
        return self.status == "open" and not self.advice

    def record(self, lang: str = "zh") -> dict[str, Any]:
        """Return it ready for JSON in one language."""
        return {
            "iri": self.iri,
            "kind": self.kind,
            "name": self.check.name.of(lang),
            "group": self.check.group,
            "severity": self.severity,
            "advice": self.advice,
            "status": self.status,
            "owner": self.owner,
            "focus": {"iri": self.focus, "label": self.label.of(lang)},
            "message": self.message.of(lang),
            "remedy": self.check.remedy.of(lang),
            "documents": list(self.documents),
            "evidence": [each.record() for each in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that could not run; the others did."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of one run, the gravest first, and the checks that failed."""

    found: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
