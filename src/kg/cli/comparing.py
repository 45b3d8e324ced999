"""``kg diff``: two documents compared duty by duty."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import (
    AsShape,
    Quiet,
    Shape,
    StoreLocation,
    base_iri,
    document_bounds,
    open_location,
)
from kg.diff import Comparison, DutyList, ListedDuty, compare, read_duties, stored_duties
from kg.documents import bounded
from kg.store import Store

_Name = Annotated[str, typer.Argument(help="A file, or key or IRI of a document in the store.")]


def compare_documents(
    a: _Name,
    b: _Name,
    store: StoreLocation = None,
    form: AsShape = Shape.table,
    quiet: Quiet = False,
) -> None:
    """Compare two documents: duties added, removed, with another lead, partner or deadline."""
    needed = not (_is_file(a) and _is_file(b))
    with open_location(store, read_only=True) if needed else nullcontext() as opened:
        result = compare(_duties(a, opened), _duties(b, opened))
    if form is Shape.json:
        console.show_json(result.record())
    else:
        _show(result)


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("diff")(compare_documents)


def _is_file(name: str) -> bool:
    return Path(name).exists() or ("/" in name and "://" not in name)


def _duties(name: str, store: Store | None) -> DutyList:
    if store is None or _is_file(name):
        with bounded(name, document_bounds()):
            return read_duties(Path(name))
    return stored_duties(store, name, base_iri())


def _show(result: Comparison) -> None:
    rows = []
    for change in result.changes:
        whole = change.kind in ("added", "removed", "reworded")
        before, after = ("\n" if whole else "、").join(change.before), "、".join(change.after)
        if not whole:
            before, after = (
                f"{before or '-'}  {_quote(change.left)}",
                f"{after or '-'}  {_quote(change.right)}",
            )
        rows.append((change.kind, before, after))
    console.show_table(("change", result.left.title, result.right.title), rows)
    counts = ", ".join(f"{n} {kind}" for kind, n in result.record()["counts"].items() if n)
    console.tell(f"{result.unchanged} duties unchanged; {counts or 'no differences'}")


def _quote(duty: ListedDuty | None) -> str:
    if duty is None:
        return ""
    return f"[line {duty.line}: {duty.text} {''.join(duty.said_by)}]"
