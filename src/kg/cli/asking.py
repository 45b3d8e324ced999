"""``kg ask``: a question in Chinese or English, answered out of the graph with proof."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.answers import Answer, Answerer
from kg.cli import console
from kg.cli.options import AsShape, Language, Quiet, Shape, StoreLocation, base_iri, open_location
from kg.vocabulary import compress

_SHOWN = 5


def answer_question(
    question: Annotated[str, typer.Argument(help="E.g. 谁牵头消防安全工作? or who leads …?")],
    language: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of the answer; that of the question without it."),
    ] = None,
    form: AsShape = Shape.table,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Answer a question, with the sentences that prove it, or say honestly that it is not."""
    with open_location(store, read_only=True) as opened:
        answer = Answerer(opened, base_iri()).ask(question, language.value if language else None)
    if form is Shape.json:
        console.show_json(answer.record())
    else:
        _show(answer)


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("ask")(answer_question)


def _show(answer: Answer) -> None:
    console.show(answer.answer_text)
    for quote in answer.evidence[:_SHOWN]:
        console.show(f"  「{quote.text}」 {compress(quote.document, base_iri())} : {quote.line}")
    more = len(answer.evidence) - _SHOWN
    if more > 0:
        console.show(f"  (+{more})")
    for suggestion in answer.suggestions:
        console.show(f"  ? {suggestion}")
