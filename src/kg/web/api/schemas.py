"""What the look-up API answers: typed, with examples for the OpenAPI description."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Schema(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(extra="forbid")


class Evidence(Schema):
    """A stretch of a document's text; ``line`` counts from 1, ``start`` and ``end`` from 0."""

    iri: str
    text: str = Field(description="the exact words", examples=["市消防救援大队牵头"])
    document: str = Field(description="IRI of the document")
    document_title: str
    line: int
    start: int
    end: int
    end_line: int
    page: str = Field(description="path of the page that shows the words highlighted")


class Reference(Schema):
    """An entity as others point at it."""

    iri: str
    id: str = Field(description="what stands for it in the paths of this API")
    type: str | None = Field(default=None, examples=["Department"])
    label: str = Field(description="in the language asked for")
    labels: dict[str, str] = Field(examples=[{"zh": "消防", "en": "fire safety"}])
    page: str = Field(description="path of its page")


class Agent(Reference):
    """A body or group with its role for a duty, and the words that say so."""

    role: str = Field(examples=["lead"])
    name: str = Field(description="the name as the document writes it", examples=["市住建局"])
    confidence: float | None = None
    evidence: list[Evidence] = []


class Item(Reference):
    """Base of everything that a list holds."""

    evidence: list[Evidence] = []


class Counts(Schema):
    """How many duties a body has, by role."""

    lead: int = 0
    cooperate: int = 0
    shared: int = 0
    obligations: int = 0
    domains: int = 0


class Department(Item):
    """A body of public administration or another organisation."""

    names: list[str] = Field(default=[], description="other names, as documents write them")
    english_name_status: str | None = None
    level: Reference | None = None
    region: Reference | None = None
    part_of: Reference | None = None
    identity_uncertain: bool = False
    identity_reason: str | None = None
    candidates: list[str] = []
    counts: Counts = Counts()


class Partner(Reference):
    """A body that shares duties with another."""

    together: int = Field(description="number of duties both are named for")


class DeadlineBrief(Schema):
    """A time limit as a duty carries it."""

    iri: str
    text: str
    type: str | None = None
    value: str | None = None
    start_date: date | None = None
    due_date: date | None = None
    recurrence: str | None = None
    precision: str | None = None
    evidence: list[Evidence] = []


class TargetBrief(Schema):
    """A measurable aim as a duty carries it."""

    iri: str
    text: str
    what: str | None = None
    value: str | None = None
    unit: str | None = None
    evidence: list[Evidence] = []


class Obligation(Item):
    """A duty: what must be done, by whom, by when, on what ground."""

    text: str
    ordinal: str | None = None
    document: Reference | None = None
    section: Reference | None = None
    domains: list[Reference] = []
    mode: str | None = Field(default=None, examples=["lead"])
    open_ended: bool = Field(default=False, description="the list of bodies ends in 等")
    agents: list[Agent] = []
    groups: list[Reference] = []
    named_actors: list[Reference] = Field(default=[], description="named in the duty's sentence")
    deadlines: list[DeadlineBrief] = []
    due: date | None = None
    targets: list[TargetBrief] = []
    sources: list[Reference] = []
    confidence: float | None = None
    confidence_reason: str | None = None


class DepartmentDetail(Department):
    """A body with its duties and those it works with."""

    domains: list[Reference] = []
    obligations: list[Obligation] = []
    partners: list[Partner] = []


class DomainCounts(Schema):
    """How many duties a domain has, and how many of them nobody leads."""

    obligations: int = 0
    without_lead: int = 0
    lead: int = 0
    cooperate: int = 0
    shared: int = 0


class Domain(Item):
    """A field of regulation that plans speak of."""

    names: list[str] = []
    leads: list[Reference] = []
    cooperates: list[Reference] = []
    shared: list[Reference] = []
    counts: DomainCounts = DomainCounts()


class DomainDetail(Domain):
    """A domain with its duties and the sections about it."""

    sections: list[Reference] = []
    obligations: list[Obligation] = []


class LegalSource(Item):
    """A law, regulation or document that duties cite."""

    kind: str | None = None
    issuing_level: str | None = None
    document_number: str | None = None
    resolves_to: Reference | None = None
    cited_by: list[Reference] = []


class Deadline(Item):
    """A time by, in or at which something must be done."""

    text: str
    deadline_type: str | None = Field(default=None, examples=["by"])
    value: str | None = None
    start_date: date | None = None
    due_date: date | None = None
    recurrence: str | None = None
    precision: str | None = None
    overdue: bool | None = Field(default=None, description="on the day asked for, else today")
    document: Reference | None = None
    obligations: list[Reference] = []
    sections: list[Reference] = []
    agents: list[Agent] = []
    confidence: float | None = None


class Document(Item):
    """A plan or other document that was read."""

    title: str
    index_number: str | None = None
    document_number: str | None = None
    issuer: Reference | None = None
    publisher: str | None = None
    issued: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    level: Reference | None = None
    region: Reference | None = None
    version: str | None = Field(default=None, description="SHA-256 of the file read last")
    file_name: str | None = None
    counts: dict[str, int] = {}


class Finding(Item):
    """A blind spot or contradiction that a check found."""

    kind: str = Field(examples=["duty-without-lead"])
    severity: str = Field(examples=["violation"])
    message: str
    remedy: str | None = None
    status: str = "open"
    advice: bool = False
    focus: Reference | None = None
    documents: list[Reference] = []


class SearchHit(Item):
    """An entity found by a word, with the reason why."""

    matched: str = Field(description="the words that fit")
    reason: str = Field(description="which of its texts fits", examples=["label"])
    detail: str | None = None


class Statement(Schema):
    """One thing the graph says about an entity."""

    property: str
    property_label: str
    value: str
    value_label: str | None = None
    lang: str | None = None
    datatype: str | None = None
    page: str | None = None


class EntityDetail(Item):
    """Everything the graph says about one IRI, in both directions."""

    classes: list[str] = []
    statements: list[Statement] = []
    incoming: list[Statement] = []
    incoming_total: int = 0


T = TypeVar("T", bound=Schema)


class Page(Schema, Generic[T]):
    """One page of a list; ``next`` is the path of the page after it."""

    total: int = Field(examples=[145])
    limit: int
    offset: int
    next: str | None
    items: list[T]


class Job(Schema):
    """What became of an upload."""

    status: str
    document: str | None = Field(default=None, description="IRI of the document")
    id: str | None = Field(default=None, description="what stands for it in this API")
    page: str | None = Field(default=None, description="path of its page")
    report: dict[str, Any] = {}
