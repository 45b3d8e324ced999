"""``kg ask`` and ``kg search``: questions answered out of the graph with proof, and names found."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kg.answers import Answer, Answerer, converse
from kg.answers.search import KINDS
from kg.cli import console
from kg.cli.options import AsShape, Language, Quiet, Shape, StoreLocation, base_iri, open_location
from kg.cli.prompting import prompting
from kg.errors import QueryError
from kg.vocabulary import compress

_SHOWN = 5


def answer_question(
    question: Annotated[
        str | None,
        typer.Argument(help="E.g. 谁牵头消防安全工作? Without it: one question after the other."),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of the answer; that of the question without it."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also how it was understood, and the query.")
    ] = False,
    form: AsShape = Shape.table,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Answer a question, with the sentences that prove it, or say honestly that it is not.

    Without a question it goes on asking for one until 'exit', 退出 or the end of the input.
    """
    chosen = language.value if language else None
    with open_location(store, read_only=True) as opened:
        answerer = Answerer(opened, base_iri())
        if question is not None:
            _tell(answerer.ask(question, chosen), form, explain)
            return
        with prompting(answerer) as read:
            for _, answer in converse(answerer, read, chosen):
                _tell(answer, form, explain)


def search_graph(
    text: Annotated[str, typer.Argument(help="Words, pinyin or initials of a name or a duty.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 20,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help=f"Only this kind; repeatable: {', '.join(KINDS)}."),
    ] = None,
    form: AsShape = Shape.table,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Find bodies, domains, duties, sources and documents by their words."""
    if unknown := sorted(set(kind or ()) - set(KINDS)):
        raise QueryError(f"unknown kind '{unknown[0]}'", "", f"known: {', '.join(KINDS)}")
    with open_location(store, read_only=True) as opened:
        found = Answerer(opened, base_iri()).search(text, limit, kind or None)
    if form is Shape.json:
        console.show_json([asdict(hit) for hit in found.hits])
        return
    rows = [
        (hit.kind, hit.label, hit.why, hit.matched, compress(hit.iri, base_iri()))
        for hit in found.hits
    ]
    console.show_table(("kind", "name", "why", "matched", "entity"), rows)
    console.tell(f"{len(rows)} found")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("ask")(answer_question)
    app.command("search")(search_graph)


def _tell(answer: Answer, form: Shape, explain: bool) -> None:
    if form is Shape.json:
        console.show_json(answer.record())
        return
    _show(answer)
    if explain:
        console.show(f"  = {answer.understood}")
        console.show(answer.query)


def _show(answer: Answer) -> None:
    console.show(answer.answer_text)
    for quote in answer.evidence[:_SHOWN]:
        console.show(f"  「{quote.text}」 {compress(quote.document, base_iri())} : {quote.line}")
    more = len(answer.evidence) - _SHOWN
    if more > 0:
        console.show(f"  (+{more})")
    for suggestion in answer.suggestions:
        console.show(f"  ? {suggestion}")
