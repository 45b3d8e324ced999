"""Query parameters of the look-up API; an unknown one is refused, never ignored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Lang = Literal["zh", "en"]
Format = Literal["json", "csv", "xlsx", "jsonld", "ttl"]
RoleName = Literal["lead", "cooperate", "shared"]


def _written_out(value: object) -> object:
    """Numbers would be read as seconds since 1970."""
    if isinstance(value, str) and value.strip().lstrip("+-").replace(".", "").isdigit():
        raise ValueError("a day is written as 2020-12-31")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]
_KEY = Field(default=None, max_length=300, description="id, IRI or CURIE")
_WORDS = Field(default=None, min_length=1, max_length=500, description="words to look for")


class Parameters(BaseModel):
    """What every look-up takes."""

    model_config = ConfigDict(extra="forbid")

    lang: Lang = Field(default="zh", description="language of the labels")
    format: Format | None = Field(default=None, description="beats the Accept header")
    fields: str | None = Field(
        default=None,
        max_length=500,
        description="only these fields of each item, separated by commas",
        examples=["iri,label"],
    )


class ListParameters(Parameters):
    """What every list takes."""

    limit: int | None = Field(
        default=None, ge=1, le=10_000, description="50 in JSON and RDF, all (10,000) in tables"
    )
    offset: int = Field(default=0, ge=0, le=10_000_000)
    sort: str | None = Field(default=None, max_length=40, description="'-' before it descends")


class DepartmentParameters(ListParameters):
    """Filters of departments."""

    q: str | None = _WORDS
    type: str | None = Field(default=None, pattern=r"^[A-Za-z]{1,40}$", examples=["PartyOrgan"])
    level: str | None = Field(default=None, max_length=10, examples=["市"])
    region: str | None = Field(default=None, max_length=100, examples=["652301"])
    document: str | None = _KEY
    domain: str | None = _KEY
    role: RoleName | None = None
    uncertain: bool | None = None
    has_duties: bool | None = None


class DomainParameters(ListParameters):
    """Filters of domains."""

    q: str | None = _WORDS
    document: str | None = _KEY
    department: str | None = _KEY
    lead: str | None = _KEY
    has_lead: bool | None = None


class ObligationParameters(ListParameters):
    """Filters of duties."""

    q: str | None = _WORDS
    document: str | None = _KEY
    section: str | None = _KEY
    domain: str | None = _KEY
    department: str | None = _KEY
    lead: str | None = _KEY
    role: RoleName | None = None
    source: str | None = _KEY
    mode: Literal["lead", "co-lead", "sole", "shared-no-lead", "generic-only"] | None = None
    due_before: Day | None = None
    due_after: Day | None = None
    has_lead: bool | None = None
    has_deadline: bool | None = None


class SourceParameters(ListParameters):
    """Filters of legal sources."""

    q: str | None = _WORDS
    kind: str | None = Field(default=None, max_length=40)
    issuing_level: str | None = Field(default=None, max_length=40)
    document: str | None = _KEY
    obligation: str | None = _KEY
    resolved: bool | None = None


class DeadlineParameters(ListParameters):
    """Filters of deadlines."""

    q: str | None = _WORDS
    type: Literal["by", "during", "recurring", "relative", "ongoing"] | None = None
    document: str | None = _KEY
    department: str | None = _KEY
    domain: str | None = _KEY
    obligation: str | None = _KEY
    before: Day | None = None
    after: Day | None = None
    as_of: Day | None = Field(default=None, description="the day that decides what is overdue")
    overdue: bool | None = Field(default=None, description="only what is due before `as_of`")
    dated: bool | None = Field(default=None, description="whether a date could be computed")


class DocumentParameters(ListParameters):
    """Filters of documents."""

    q: str | None = _WORDS
    issuer: str | None = _KEY
    level: str | None = Field(default=None, max_length=10)
    region: str | None = Field(default=None, max_length=100)


class FindingParameters(ListParameters):
    """Filters of blind spots."""

    q: str | None = _WORDS
    kind: str | None = Field(default=None, pattern=r"^[a-z0-9-]{1,80}$")
    severity: Literal["violation", "warning", "info"] | None = None
    status: Literal["open", "accepted", "resolved"] | None = None
    document: str | None = _KEY
    department: str | None = _KEY
    domain: str | None = _KEY
    advice: bool | None = None


class SearchParameters(ListParameters):
    """Filters of the search."""

    q: str = Field(min_length=1, max_length=500, examples=["消防"])
    kind: Literal["department", "domain", "obligation", "document", "source"] | None = None
    sort: str | None = Field(default=None, pattern="^relevance$", description="the best come first")


class EntityParameters(Parameters):
    """What names an entity."""

    iri: str | None = Field(default=None, max_length=2000)
    curie: str | None = Field(default=None, max_length=500, examples=["id:domain/xiaofang-d992"])
