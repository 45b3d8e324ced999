"""``kg backup``, ``kg restore`` and ``kg doctor``: keeping a graph safe and a machine right."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape, StoreLocation, open_location, settings
from kg.curation import load_decisions
from kg.errors import KgError, StoreError
from kg.lexicon import load_body_types, load_divisions
from kg.queries import load_catalogue
from kg.reasoning import load_ontology
from kg.reasoning.hermit import find_java
from kg.store import backup, restore, restore_directory

_File = Annotated[Path, typer.Argument(help="The backup, e.g. graph.nq.gz.")]


def back_up(file: _File, store: StoreLocation = None, quiet: Quiet = False) -> None:
    """Write the whole graph to one file, with its hash beside it; also while it is served."""
    with open_location(store, read_only=True) as opened:
        made = backup(opened, file)
    console.tell(f"{made.quads} statements written to '{file}', sha256 {made.sha256}")


def restore_graph(
    file: _File,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where the store holds something.")
    ] = False,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Make the store hold exactly what a backup holds, and prove it by the hash."""
    location = settings(store=store).store
    if ":" not in location:
        made = restore_directory(Path(location), file, replace=replace)
    else:
        with open_location(store) as opened:
            if not replace and opened.ask("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"):
                raise StoreError(
                    f"cannot restore into '{opened.location}'",
                    "it is not empty",
                    "choose another store or add --replace",
                )
            made = restore(opened, file)
    console.tell(f"{made.quads} statements read from '{file}', sha256 {made.sha256}")


def examine(store: StoreLocation = None, form: AsShape = Shape.table, quiet: Quiet = False) -> int:
    """Check this machine and installation; exit 1 where something needs attention."""
    results = [_run(name, check) for name, check in _checks(store)]
    if form is Shape.json:
        keys = ("check", "ok", "detail")
        console.show_json([dict(zip(keys, row, strict=True)) for row in results])
    else:
        rows = [(name, "ok" if ok else "attention", detail) for name, ok, detail in results]
        console.show_table(("check", "state", "detail"), rows)
    return 0 if all(ok for _, ok, _ in results) else 1


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("backup")(back_up)
    app.command("restore")(restore_graph)
    app.command("doctor")(examine)


def _run(name: str, check: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, check()
    except KgError as error:
        return name, False, str(error)


def _checks(store: str | None) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("python", lambda: sys.version.split()[0]),
        ("cores", lambda: str(os.cpu_count())),
        ("settings", lambda: f"store: {settings(store=store).store}"),
        ("ontology", lambda: f"{len(load_ontology())} statements"),
        ("lexicons", _lexicons),
        ("queries", lambda: f"{len(load_catalogue().queries)} named queries"),
        ("decisions", lambda: f"{len(load_decisions(Path('data/curation')))} decisions"),
        ("store", lambda: _store(store)),
        ("disk", lambda: _disk(store)),
        ("java (OWL only)", lambda: str(find_java())),
    ]


def _lexicons() -> str:
    types, divisions = len(load_body_types().types), len(load_divisions().rows)
    return f"{types} types of bodies, {divisions} divisions"


def _store(location: str | None) -> str:
    with open_location(location, read_only=True) as opened:
        return f"{opened.size()} statements in {len(opened.graphs())} graphs"


def _disk(location: str | None) -> str:
    place = Path(settings(store=location).store)
    parent = next((each for each in (place, *place.absolute().parents) if each.exists()), Path())
    free = shutil.disk_usage(parent).free
    if free < 200_000_000:
        raise StoreError(f"only {free // 1_000_000} MB are free", "", "make room")
    return f"{free // 1_000_000_000} GB free"
