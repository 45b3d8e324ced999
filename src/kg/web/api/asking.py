"""Questions in Chinese and English, answered with proof."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from kg.answers import Answer, Answerer
from kg.web.api.context import base_iri
from kg.web.api.parameters import Lang
from kg.web.api.schemas import Schema
from kg.web.json_body import json_request, read_json

router = APIRouter(prefix="/api", tags=["questions"])


class Question(BaseModel):
    """A question; the answer comes in its language unless another is asked for."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=2000, examples=["消防安全专项整治由谁牵头？"])
    lang: Lang | None = None


class QuestionParameters(BaseModel):
    """The same as parameters of an address."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(max_length=2000, examples=["Who leads fire safety tasks?"])
    lang: Lang | None = None


class Quoted(Schema):
    """The words of a document that say so."""

    model_config = ConfigDict(extra="allow")

    text: str
    document: str
    line: int
    start: int
    end: int
    iri: str


class Recognised(Schema):
    """What a word of the question stands for."""

    text: str
    iri: str
    label: str


class AnswerRecord(Schema):
    """An answer with its proof, or an honest "not answered"."""

    model_config = ConfigDict(extra="allow")

    answered: bool = Field(description="false: the graph does not say, or this is no such question")
    answer_text: str
    values: list[str] = Field(examples=[["市消防救援大队"]])
    evidence: list[Quoted]
    query: str = Field(description="the SPARQL that was run")
    intent: str
    entities: list[Recognised]
    confidence: float


def answerer_of(request: Request) -> Answerer:
    """Return the answerer of the application, which keeps what it knows of the graph."""
    state = request.app.state
    if getattr(state, "answerer", None) is None:
        state.answerer = Answerer(state.store, base_iri(request))
    found: Answerer = state.answerer
    return found


@router.get("/ask", response_model=AnswerRecord)
def ask(request: Request, given: Annotated[QuestionParameters, Query()]) -> Response:
    """Answer a question in the language it is asked in."""
    return _respond(answerer_of(request).ask(given.q, given.lang))


@router.post("/ask", response_model=AnswerRecord, openapi_extra=json_request(Question))
async def ask_by_body(request: Request) -> Response:
    """Answer a question sent as JSON."""
    question = await read_json(request, Question)
    answerer = await run_in_threadpool(answerer_of, request)
    return _respond(await run_in_threadpool(answerer.ask, question.question, question.lang))


def _respond(answer: Answer) -> Response:
    body = json.dumps(answer.record(), ensure_ascii=False)
    return Response(body, media_type="application/json")
