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
from kg.diff import Change, Comparison, DutyList, compare, read_duties, stored_duties
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
    console.show(f"A: {result.left.title} ({result.left.source})")
    console.show(f"B: {result.right.title} ({result.right.source})")
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in result.changes:
        groups.setdefault(_alike(change), []).append(change)
    for changes in groups.values():
        console.show("\n" + "\n".join(_block(changes)))
    counts = ", ".join(f"{n} {kind}" for kind, n in result.record()["counts"].items() if n)
    console.tell(f"{result.unchanged} duties unchanged; {counts or 'no differences'}")


def _alike(change: Change) -> tuple[object, ...]:
    """Return what is equal for the changes that one statement brings to all its duties."""
    if change.left is None or change.right is None or not any(change.exchanged()):
        return (id(change),)
    return change.kind, change.exchanged(), change.left.said_by, change.right.said_by


def _block(changes: list[Change]) -> list[str]:
    first = changes[0]
    lines = [f"{first.kind}{_headline(first)}"]
    if len(changes) > 1:
        lines[0] += f" ({len(changes)} duties)"
        lines += [f"   {_place(each)}: {each.left.text}" for each in changes if each.left]
    for letter, duty in (("A", first.left), ("B", first.right)):
        if duty is None:
            continue
        quotes = [*duty.said_by] if len(changes) > 1 else [duty.text, *duty.said_by]
        lines.append(f"   {letter} line {duty.line}: {' '.join(quotes) or '-'}")
    return lines


def _headline(change: Change) -> str:
    dropped, gained = change.exchanged()
    if change.kind == "partners changed":
        names = [*(f"-{name}" for name in dropped), *(f"+{name}" for name in gained)]
        return f": {' '.join(names)}"
    if change.kind in ("lead changed", "deadline moved"):
        return f": {'、'.join(change.before) or '-'} → {'、'.join(change.after) or '-'}"
    return ""


def _place(change: Change) -> str:
    lines = [str(duty.line) for duty in (change.left, change.right) if duty is not None]
    return f"line {' → '.join(dict.fromkeys(lines))}"
