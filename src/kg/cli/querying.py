"""``kg query`` and ``kg queries``: named queries and files of one's own."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rdflib import Literal, URIRef

from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape, StoreLocation, base_iri, open_location
from kg.errors import QueryError, VocabularyError
from kg.queries import NamedQuery, load_catalogue, parse_parameters
from kg.store import Store, Table, bind
from kg.vocabulary import compress, expand

_RESULTS = {
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
_GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "xml": "application/rdf+xml",
    "json": "application/ld+json",
    "jsonld": "application/ld+json",
}
_SKIPPED = re.compile(r"<[^<>\s]*>|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#[^\n]*")
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


class ResultForm(StrEnum):
    """How ``kg query`` writes an answer."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xml = "xml"
    ttl = "ttl"
    nt = "nt"
    jsonld = "jsonld"


def run_query(
    name: Annotated[
        str, typer.Argument(metavar="NAME_OR_FILE", help="A named query, a .rq file, or - .")
    ],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; repeatable."),
    ] = None,
    form: Annotated[
        ResultForm, typer.Option("--format", "-f", help="How to write the answer.")
    ] = ResultForm.table,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Run a named query or a query file."""
    query = prepare_query(name, param or [])
    with open_location(store, read_only=True) as opened:
        write_answer(opened, query, form)


def list_queries(form: AsShape = Shape.table, quiet: Quiet = False) -> None:
    """List the named queries with their parameters."""
    catalogue = load_catalogue()
    if form is Shape.json:
        console.show_json([_record(query) for query in catalogue])
        return
    rows = [
        (query.name, query.family, _parameters(query), query.summary, query.summary_en)
        for query in catalogue
    ]
    console.show_table(("name", "family", "parameters", "摘要", "summary"), rows)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("query")(run_query)
    app.command("queries")(list_queries)


def prepare_query(name: str, pairs: list[str]) -> str:
    """Return the SPARQL of a named query or a file, with its parameters bound.

    Raises:
        QueryError: there is no such query, or a parameter is wrong.
    """
    values = parse_parameters(pairs)
    catalogue = load_catalogue()
    if name in catalogue:
        return catalogue.get(name).bind(values, base_iri())
    if name != "-" and not name.endswith((".rq", ".sparql")) and not Path(name).is_file():
        return catalogue.get(name).text
    text = _read_file(name)
    for key, given in values.items():
        text = bind(text, {key: _guess_term(given[-1])})
    return text


def write_answer(store: Store, query: str, form: ResultForm) -> None:
    """Run a query and write its answer.

    Raises:
        QueryError: the query is wrong, or its answer cannot be written in that form.
    """
    kind = _form_of(query)
    if kind in ("CONSTRUCT", "DESCRIBE"):
        name = "ttl" if form is ResultForm.table else form.value
        console.show_bytes(store.stream(query, _media_type(_GRAPHS, name, kind)))
    elif form is not ResultForm.table:
        console.show_bytes(store.stream(query, _media_type(_RESULTS, form.value, kind)))
    elif kind == "ASK":
        console.show("yes" if store.ask(query) else "no")
    else:
        _show_rows(store.select(query))


def _form_of(query: str) -> str:
    found = _FORM.search(_SKIPPED.sub(" ", query))
    return found[1].upper() if found else "SELECT"


def _media_type(types: dict[str, str], form: str, kind: str) -> str:
    if form not in types:
        raise QueryError(
            f"cannot write the answer to a {kind} as '{form}'", "", f"use {', '.join(types)}"
        )
    return types[form]


def _show_rows(table: Table) -> None:
    base = base_iri()
    rows = [
        [compress(str(cell), base) if isinstance(cell, URIRef) else cell for cell in row]
        for row in table.rows
    ]
    console.show_table(table.columns, rows)
    console.tell(f"{len(table)} row(s)")


def _read_file(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    what = f"cannot read the query '{name}'"
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(what, error.strerror or str(error), "check the path") from error
    except UnicodeDecodeError as error:
        raise QueryError(what, "it is not UTF-8 text", "save it as UTF-8") from error


def _guess_term(value: str) -> URIRef | Literal:
    """Return an IRI or CURIE as an IRI, and any other value as a string."""
    try:
        return expand(value, base_iri())
    except VocabularyError:
        return Literal(value)


def _parameters(query: NamedQuery) -> str:
    return " ".join(f"{p.name}{'!' if p.required else ''}" for p in query.params)


def _record(query: NamedQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "family": query.family,
        "summary": query.summary,
        "summary_en": query.summary_en,
        "description": query.description,
        "description_en": query.description_en,
        "questions": list(query.questions),
        "params": [parameter.model_dump() for parameter in query.params],
    }
