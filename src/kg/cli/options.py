"""Options that several commands share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import set_quiet
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE

Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", callback=set_quiet, help="Only results and errors."),
]
StoreLocation = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="LOCATION",
        help="Directory, 'memory:' or http(s) address of a SPARQL 1.1 endpoint.",
        show_default=False,
    ),
]


class Shape(StrEnum):
    """How a result is written."""

    table = "table"
    json = "json"


AsShape = Annotated[Shape, typer.Option("--format", "-f", help="How to write the result.")]


def base_iri() -> str:
    """Return the base of the data's IRIs."""
    return os.environ.get("KG_BASE_IRI", DEFAULT_BASE)


def open_location(location: str | None, *, read_only: bool = False) -> Store:
    """Open the store named on the command line, else the one of the settings."""
    place = location or os.environ.get("KG_STORE") or str(Path("data/build/graph"))
    if not read_only and ":" not in place:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
    return open_store(place, read_only=read_only)
