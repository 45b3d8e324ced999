"""``kg review``: what a person should look at, and what a person decided."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rdflib import URIRef

from kg.analysis.findings import run_checks
from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape, StoreLocation, base_iri, open_location
from kg.curation import Decision, Verdict, append_decision, finding_iri, stored_text
from kg.errors import ConfigError
from kg.queries import load_catalogue
from kg.vocabulary import compress, expand

_FILE = Path("data/curation/review.yaml")

_Entity = Annotated[str, typer.Argument(help="IRI or CURIE (id:…) of the entity.")]
_Finding = Annotated[str, typer.Argument(help="Key or IRI of the finding, see 'kg blind-spots'.")]
_By = Annotated[str, typer.Option("--by", help="Who decides.")]
_Why = Annotated[str, typer.Option("--why", help="Why.")]
_File = Annotated[Path, typer.Option("--file", help="The file the decision is added to.")]


def list_uncertain(
    context: typer.Context,
    store: StoreLocation = None,
    document: Annotated[
        str | None, typer.Option(help="Only of this document (IRI or CURIE).")
    ] = None,
    form: AsShape = Shape.table,
    quiet: Quiet = False,
) -> None:
    """List what is uncertain; with accept, reject, correct or merge: decide."""
    if context.invoked_subcommand:
        return
    query = load_catalogue().get("to-review")
    text = query.bind({"document": document} if document else {}, base_iri())
    with open_location(store, read_only=True) as opened:
        table = opened.select(text)
    if form is Shape.json:
        console.show_json([{key: _value(cell) for key, cell in row.items()} for row in table])
        return
    rows = [
        (
            row["kind"],
            f"{row['confidence'] or ''}",
            row["text"],
            row["reason"],
            compress(str(row["entity"]), base_iri()),
        )
        for row in table
    ]
    console.show_table(("kind", "confidence", "text", "reason", "entity"), rows)
    console.tell(f"{len(table)} item(s) to review")


def accept(
    entity: _Entity, by: _By, why: _Why, file: _File = _FILE, store: StoreLocation = None
) -> None:
    """Accept what was read."""
    _decide("accept", entity, by, why, file, store)


def reject(
    entity: _Entity, by: _By, why: _Why, file: _File = _FILE, store: StoreLocation = None
) -> None:
    """Reject what was read; it is left out of the graph."""
    _decide("reject", entity, by, why, file, store)


def correct(
    entity: _Entity,
    by: _By,
    why: _Why,
    values: Annotated[
        list[str], typer.Option("--set", metavar="PROPERTY=VALUE", help="Repeatable.")
    ],
    file: _File = _FILE,
    store: StoreLocation = None,
) -> None:
    """Correct properties of what was read."""
    changes = dict(_pair(value) for value in values)
    _decide("correct", entity, by, why, file, store, set=changes)


def merge(
    entity: _Entity,
    into: Annotated[str, typer.Argument(help="IRI or CURIE of the body that it is.")],
    by: _By,
    why: _Why,
    file: _File = _FILE,
    store: StoreLocation = None,
) -> None:
    """Say that a body is another one."""
    _decide("merge", entity, by, why, file, store, into=str(expand(into, base_iri())))


def accept_finding(
    finding: _Finding, by: _By, why: _Why, file: _File = _FILE, store: StoreLocation = None
) -> None:
    """Accept a blind spot as it is; it no longer counts."""
    _decide_finding("accept-finding", finding, by, why, file, store)


def assign_owner(
    finding: _Finding,
    owner: Annotated[str, typer.Argument(help="Who looks after it.")],
    by: _By,
    why: _Why,
    file: _File = _FILE,
    store: StoreLocation = None,
) -> None:
    """Say who looks after a blind spot."""
    _decide_finding("assign-owner", finding, by, why, file, store, owner=owner)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    family = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
    family.callback(help="List what is uncertain; with a command below: decide about it.")(
        list_uncertain
    )
    for command in (accept, reject, correct, merge, accept_finding, assign_owner):
        family.command()(command)
    app.add_typer(family, name="review")


def _decide(
    verdict: Verdict,
    entity: str,
    by: str,
    why: str,
    file: Path,
    store: str | None,
    **values: object,
) -> None:
    iri = expand(entity, base_iri())
    with open_location(store, read_only=True) as opened:
        text = stored_text(opened, iri)
    _keep(verdict, iri, text, by, why, file, **values)


def _decide_finding(
    verdict: Verdict,
    finding: str,
    by: str,
    why: str,
    file: Path,
    store: str | None,
    **values: object,
) -> None:
    iri = finding_iri(finding, base_iri())
    with open_location(store, read_only=True) as opened:
        result = run_checks(opened, base=base_iri())
    found = next((each for each in result.found if each.iri == str(iri)), None)
    if found is None:
        raise ConfigError(
            f"cannot decide about '{finding}'",
            "there is no such finding",
            "'kg blind-spots' lists their keys",
        )
    # A finding without words of its own rests on what it is about.
    text = found.evidence[0].quote if found.evidence else found.label.zh
    _keep(verdict, iri, text, by, why, file, **values)


def _keep(
    verdict: Verdict,
    iri: URIRef,
    text: str,
    by: str,
    why: str,
    file: Path,
    **values: object,
) -> None:
    today = datetime.now(UTC).astimezone().date()
    fields = {"entity": str(iri), "text": text, "by": by, "why": why, "on": today, **values}
    append_decision(file, Decision.model_validate({**fields, "decision": verdict}))
    console.tell(f"added to '{file}'; 'kg build' applies it")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"cannot use '{text}'", "it has no '='", "write rg:mode=lead")
    expand(name, base_iri())
    return name, value


def _value(cell: object) -> object:
    return None if cell is None else str(cell)
