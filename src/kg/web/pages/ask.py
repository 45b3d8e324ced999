"""The page of an answer: the sentence, its proof, and how the question was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from rdflib import Literal

from kg.answers import Answerer
from kg.errors import KgError
from kg.web.api.asking import answerer_of
from kg.web.api.building import Builder
from kg.web.api.paths import page_of
from kg.web.api.schemas import Reference
from kg.web.api.terms import sparql_term
from kg.web.i18n import Lang
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import words

router = APIRouter(include_in_schema=False)
_LOG = structlog.get_logger("kg.web")

_QUESTIONS = {
    "zh": (
        "消防安全专项整治由谁牵头？",
        "市交通运输局有哪些任务？",
        "哪些领域没有牵头单位？",
        "2022年底前要完成哪些任务？",
    ),
    "en": (
        "Who leads fire safety?",
        "What must the transport bureau do?",
        "Which domains have no lead?",
        "What is due by the end of 2022?",
    ),
}


# An answer of more values is a list: the sentence would only say them all a second time.
_FEW, _SHOWN = 3, 60
_LONG = 14
_BETWEEN = re.compile(r"[\s,;.:、，；。：]*")


@router.get("/ask")
def show_answer(view: ViewDependency) -> Response:
    """Answer the question of the address; without one, show what can be asked."""
    q = words(view.request, "q", 2000)
    if not q:
        return _show(view, q)
    try:
        answer = answerer_of(view.request).ask(q).record()
    except KgError as error:
        return _show(view, q, problem=str(error))
    return _show(view, q, answer=answer)


def _show(
    view: View, q: str, *, answer: dict[str, Any] | None = None, problem: str | None = None
) -> Response:
    record = answer or {"evidence": [], "entities": [], "suggestions": ()}
    base, builder = view.reader.base, Builder(view.reader, view.lang)
    titles = builder.bundle.add(each["document"] for each in record["evidence"])
    named = {each.iri: each.label("zh") for each in titles}
    values = list(record.get("values", ()))
    return view.page(
        "ask.html",
        q=q,
        answer=answer,
        said=_said(record.get("answer_text", ""), values),
        values=_linked(builder, values[:_SHOWN], list(named)),
        number=len(values),
        long=sum(map(len, values)) > _LONG * len(values),
        problem=problem,
        evidence=[
            {**each, "page": page_of(each["iri"], base), "document_title": named[each["document"]]}
            for each in record["evidence"]
        ],
        entities=[
            {**each, "page": page_of(each["iri"], base), "named": builder.reference(entity)}
            for each in record["entities"]
            for entity in [builder.bundle.get(each["iri"])]
        ],
        examples=record["suggestions"] or example_questions(view.request, view.lang, 6),
    )


def _said(text: str, values: Sequence[str]) -> str:
    """Return the sentence of an answer, of a list only what stands before its values."""
    at = text.find(values[0]) if len(values) > _FEW else -1
    if at <= 0:
        return text
    rest = text[at:]
    for value in values:
        rest = rest.replace(value, "", 1)
    return text[:at].rstrip(" :：") if _BETWEEN.fullmatch(rest) else text


def _linked(builder: Builder, values: Sequence[str], documents: Sequence[str]) -> list[Any]:
    """Return each value with the entity of the cited documents that it names, where it is one."""
    if not values or not documents:
        return [{"text": each, "entity": None} for each in values]
    named = " ".join(
        f"({sparql_term(Literal(each))} {sparql_term(Literal(each, lang='zh'))})" for each in values
    )
    cited = " ".join(f"<{each}>" for each in documents)
    rows = builder.reader.rows(
        f"SELECT DISTINCT ?name ?this WHERE {{ VALUES (?name ?label) {{ {named} }} "
        f"VALUES ?document {{ {cited} }} {{ ?a rg:nameAsWritten ?name ; rg:agent ?this ; "
        "rg:inDocument ?document } UNION { ?this rdfs:label ?label ; rg:inDocument ?document ; "
        "a rg:Obligation } UNION { ?this skos:prefLabel ?label ; a rg:Domain } }"
    )
    found: dict[str, set[str]] = {}
    for name, this in rows:
        found.setdefault(str(name), set()).add(str(this))
    builder.bundle.add(iri for iris in found.values() for iri in iris)
    return [{"text": each, "entity": _only(builder, found.get(each, set()))} for each in values]


def _only(builder: Builder, iris: set[str]) -> Reference | None:
    # A name that stands for several bodies leads to none of them rather than to the wrong one.
    return builder.reference(builder.bundle.get(next(iter(iris)))) if len(iris) == 1 else None


def example_questions(request: Request, lang: Lang, most: int) -> list[str]:
    """Return questions that this graph answers; found once for each version of it."""
    answerer, state = answerer_of(request), request.app.state
    key = (getattr(state.store, "version", None), lang)
    kept: dict[tuple[str | None, str], list[str]] = getattr(state, "examples", {})
    if key not in kept or key[0] is None:
        offered = dict.fromkeys((*_QUESTIONS[lang], *answerer.suggest(lang)))
        kept = {each: found for each, found in kept.items() if each[0] == key[0]}
        kept[key] = [each for each in offered if _is_answered(answerer, each, lang)][:8]
        state.examples = kept
    return kept[key][:most]


def _is_answered(answerer: Answerer, question: str, lang: Lang) -> bool:
    try:
        return answerer.ask(question, lang).answered
    except Exception:
        # An example is an extra: the start page stands even where one cannot be answered.
        _LOG.exception("example-failed", question=question)
        return False
