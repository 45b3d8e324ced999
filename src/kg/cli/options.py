"""Options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.console import set_quiet
from kg.documents import Bounds
from kg.errors import StoreError
from kg.settings import Settings, read_settings
from kg.store import Store, open_store
from kg.vocabulary import expand

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


class Language(StrEnum):
    """In which language people are addressed."""

    zh = "zh"
    en = "en"


InLanguage = Annotated[Language, typer.Option("--lang", help="Language of the words.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day that decides what is overdue; today without it.",
        show_default=False,
    ),
]


def settings(**given: Any) -> Settings:
    """Return the settings; what the command line gives wins."""
    return read_settings(**given)


def base_iri() -> str:
    """Return the base of the data's IRIs."""
    return settings().base_iri


def document_bounds() -> Bounds:
    """Return what one document may cost."""
    known = settings()
    return Bounds(known.document_megabytes, known.document_seconds)


def iri_of(name: str | None) -> str | None:
    """Return the IRI of a CURIE or IRI given on the command line."""
    return None if name is None else str(expand(name, base_iri()))


def open_location(location: str | None, *, read_only: bool = False) -> Store:
    """Open the store named on the command line, else the one of the settings."""
    known = settings(store=location)
    if not read_only:
        make_room(known.store)
    token = known.store_token.get_secret_value() if known.store_token else None
    return open_store(
        known.store,
        read_only=read_only,
        separate=known.default_graph == "separate",
        timeout=known.store_timeout,
        token=token,
    )


def make_room(location: str) -> None:
    """Make the folders that a store directory stands in.

    Raises:
        StoreError: they cannot be made.
    """
    if ":" in location:
        return
    try:
        Path(location).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what, why = f"cannot make the store '{location}'", error.strerror or str(error)
        raise StoreError(what, why, "choose another directory") from error


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a date option."""
    return moment.date() if moment else None
