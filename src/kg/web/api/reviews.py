"""Decisions of reviewers: kept in the curation files, applied with every reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from kg.curation import Decision, append_decision, stored_text
from kg.vocabulary import checked_iri
from kg.web.api.uploads import DECISIONS
from kg.web.sparql.access import check_token

router = APIRouter(prefix="/api", tags=["writes"])

_FILE = DECISIONS / "review.yaml"


class Review(BaseModel):
    """What a person decided about one fact."""

    model_config = ConfigDict(extra="forbid")

    entity: str = Field(max_length=2000, description="IRI of what was decided on")
    decision: Literal["accept", "reject"]
    by: str = Field(min_length=1, max_length=80)
    why: str = Field(default="", max_length=500)


def is_writable(request: Request) -> bool:
    """Return whether decisions can be written at all."""
    settings = getattr(request.app.state, "settings", None)
    return bool(getattr(settings, "token", None)) and not getattr(settings, "read_only", False)


@router.post("/reviews", status_code=201)
def add_review(review: Review, request: Request) -> JSONResponse:
    """Keep a decision; needs the token. It takes effect when the document is read again."""
    check_token(request, request.app.state.settings)
    iri = checked_iri(review.entity)
    decision = Decision(
        entity=str(iri),
        text=stored_text(request.app.state.store, iri),
        decision=review.decision,
        by=review.by,
        on=datetime.now(UTC).date(),
        why=review.why or "reviewed on the page",
    )
    append_decision(_FILE, decision)
    return JSONResponse({"status": "kept", "takes_effect": "with the next kg build"}, 201)
