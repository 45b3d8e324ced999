"""``kg export``: the graph and what it shows, in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import (
    AsOf,
    InLanguage,
    Language,
    Quiet,
    StoreLocation,
    base_iri,
    day_of,
    iri_of,
    open_location,
)
from kg.exports import FORMATS, export, find_format

_NAMES = ", ".join(each.name for each in FORMATS)


def export_graph(
    name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {_NAMES}.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file, named after what it holds without this; '-' for a pipe.",
        ),
    ] = None,
    document: Annotated[str | None, typer.Option(help="Only of this document (IRI).")] = None,
    body: Annotated[str | None, typer.Option(help="Only what concerns this body (IRI).")] = None,
    domain: Annotated[str | None, typer.Option(help="Only of this domain (IRI).")] = None,
    as_of: AsOf = None,
    language: InLanguage = Language.zh,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Write the graph, or what it shows, in a format."""
    chosen = find_format(name)
    file = output or Path(f"{chosen.stem}{chosen.suffix}")
    with open_location(store, read_only=True) as opened, console.result(file) as out:
        export(
            opened,
            chosen.name,
            out,
            base=base_iri(),
            lang=language.value,
            as_of=day_of(as_of),
            document=iri_of(document),
            body=iri_of(body),
            domain=iri_of(domain),
        )
    if str(file) != "-":
        console.tell(f"'{file}' written")


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("export")(export_graph)
