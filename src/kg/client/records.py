"""What a service answers, as its own JSON; members that a newer service adds are kept."""

from __future__ import annotations

from typing import Any, TypedDict


class Evidence(TypedDict):
    """The words of a document that say something; ``line`` counts from 1, offsets from 0."""

    iri: str
    text: str
    document: str
    document_title: str
    line: int
    start: int
    end: int
    end_line: int
    page: str


class Reference(TypedDict):
    """An entity as others point at it."""

    iri: str
    id: str
    type: str | None
    label: str
    labels: dict[str, str]
    page: str


class Item(Reference):
    """What every item of a list has."""

    evidence: list[Evidence]


class Agent(Item):
    """A body or group with its role for a duty."""

    role: str
    name: str
    confidence: float | None


class Obligation(Item):
    """A duty: what must be done, by whom, by when, on what ground."""

    text: str
    ordinal: str | None
    document: Reference | None
    section: Reference | None
    domains: list[Reference]
    mode: str | None
    open_ended: bool
    agents: list[Agent]
    groups: list[Reference]
    named_actors: list[Reference]
    deadlines: list[dict[str, Any]]
    due: str | None
    targets: list[dict[str, Any]]
    sources: list[Reference]
    confidence: float | None


class Department(Item):
    """A body with the numbers of its duties by role."""

    names: list[str]
    level: Reference | None
    region: Reference | None
    part_of: Reference | None
    identity_uncertain: bool
    counts: dict[str, int]


class Domain(Item):
    """A field of regulation with who leads it."""

    names: list[str]
    leads: list[Reference]
    cooperates: list[Reference]
    shared: list[Reference]
    counts: dict[str, int]


class Deadline(Item):
    """A time by, in or at which something must be done."""

    text: str
    deadline_type: str | None
    value: str | None
    start_date: str | None
    due_date: str | None
    overdue: bool | None
    obligations: list[Reference]
    agents: list[Agent]


class LegalSource(Item):
    """A law, regulation or document that duties cite."""

    kind: str | None
    issuing_level: str | None
    document_number: str | None
    resolves_to: Reference | None
    cited_by: list[Reference]


class Document(Item):
    """A document that was read."""

    title: str
    index_number: str | None
    document_number: str | None
    issuer: Reference | None
    issued: str | None
    period_start: str | None
    period_end: str | None
    version: str | None
    counts: dict[str, int]


class Finding(Item):
    """A blind spot or contradiction."""

    kind: str
    severity: str
    message: str
    remedy: str | None
    status: str
    advice: bool
    focus: Reference | None
    documents: list[Reference]


class Hit(Item):
    """An entity found by a word, and which of its texts fits."""

    matched: str
    reason: str


class AnswerEvidence(TypedDict):
    """A quote that an answer rests on."""

    text: str
    document: str
    line: int
    start: int
    end: int
    iri: str


class Answer(TypedDict):
    """The answer to a question; ``values`` is empty where the graph does not say."""

    answered: bool
    answer_text: str
    values: list[str]
    evidence: list[AnswerEvidence]
    query: str
    intent: str
    entities: list[dict[str, Any]]
    confidence: float
