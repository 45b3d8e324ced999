"""Decisions of reviewers: kept in the curation file of ``kg review``, applied with every reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator
from rdflib import URIRef

from kg.curation import Decision, append_decision, stored_text
from kg.store import Store
from kg.store.binding import write_term
from kg.vocabulary import RG, checked_iri, expand
from kg.web.api.context import base_iri
from kg.web.api.uploads import DECISIONS
from kg.web.errors import Problem
from kg.web.sparql.access import check_token

router = APIRouter(prefix="/api", tags=["writes"])

_FILE = DECISIONS / "review.yaml"


class Review(BaseModel):
    """What a person decided about one fact."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    entity: str = Field(max_length=2000, description="IRI of what was decided on")
    decision: Literal["accept", "reject", "correct", "merge"]
    by: str = Field(min_length=1, max_length=80)
    why: str = Field(default="", max_length=500)
    changes: dict[str, str] = Field(
        default_factory=dict,
        alias="set",
        max_length=10,
        description="for 'correct': the new value of each property",
        examples=[{"rg:role": "rg:lead"}],
    )
    into: str | None = Field(
        default=None,
        max_length=2000,
        description="for 'merge': IRI or CURIE of the body that it is",
    )

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Review:
        if (self.decision == "correct") != bool(self.changes):
            raise ValueError("'correct', and only it, needs 'set'")
        if (self.decision == "merge") != bool(self.into):
            raise ValueError("'merge', and only it, needs 'into'")
        if any(not value.strip() or len(value) > 500 for value in self.changes.values()):
            raise ValueError("a new value has 1 to 500 characters")
        return self


def is_writable(request: Request) -> bool:
    """Return whether decisions can be written at all."""
    settings = getattr(request.app.state, "settings", None)
    return bool(getattr(settings, "token", None)) and not getattr(settings, "read_only", False)


@router.post("/reviews", status_code=201)
def add_review(review: Review, request: Request) -> JSONResponse:
    """Keep a decision; needs the token. It takes effect when the document is read again."""
    check_token(request, request.app.state.settings)
    store, base = request.app.state.store, base_iri(request)
    iri = checked_iri(review.entity)
    text = stored_text(store, iri)
    for key in review.changes:
        expand(key, base)
    values = {} if review.into is None else _merged(store, iri, expand(review.into, base))
    decision = Decision.model_validate(
        {
            "entity": str(iri),
            "text": text,
            "decision": review.decision,
            "by": review.by,
            "on": datetime.now(UTC).date(),
            "why": review.why or "reviewed on the page",
            "set": {key: value.strip() for key, value in review.changes.items()},
            **values,
        }
    )
    append_decision(_FILE, decision)
    return JSONResponse({"status": "kept", "takes_effect": "with the next kg build"}, 201)


def _merged(store: Store, one: URIRef, other: URIRef) -> dict[str, str]:
    """Return what a merger keeps: the other body, by the name it has.

    Raises:
        ConfigError: the graph has no such body.
        Problem: a body cannot be merged into itself, nor into what is no body.
    """
    name = stored_text(store, other)
    question = f"ASK {{ {write_term(other)} a <{RG.Body}> . {write_term(one)} a <{RG.Body}> }}"
    if one == other or not store.ask(question):
        raise Problem("malformed-request", "'entity' and 'into' must be two different bodies")
    return {"into": str(other), "name": name}
