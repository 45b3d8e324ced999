"""``kg evaluate``: precision, recall and F1 against annotations made by hand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape
from kg.errors import ConfigError
from kg.evaluation import Evaluation, Tally, evaluate

_GOLD, _SOURCES = Path("data/gold"), Path("data/sources")


def evaluate_reading(
    gold: Annotated[
        Path, typer.Argument(help="An annotation or a folder of them.", show_default=True)
    ] = _GOLD,
    texts: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of the texts; repeatable.", show_default=f"{_SOURCES}"),
    ] = None,
    misses: Annotated[
        int, typer.Option(min=0, metavar="N", help="Also the first N misses per document.")
    ] = 0,
    floor: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=VALUE", help="Exit 1 where the total is lower; repeatable."),
    ] = None,
    form: AsShape = Shape.table,
    quiet: Quiet = False,
) -> int:
    """Measure how well the annotated documents are read."""
    floors = dict(_read_floor(each) for each in floor or [])
    folders = [*(texts or []), _SOURCES, gold if gold.is_dir() else gold.parent]
    result = evaluate(gold, folders)
    if form is Shape.json:
        console.show_json(_record(result, misses))
    else:
        _show(result, misses)
    return _hold(result.total, floors)


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("evaluate")(evaluate_reading)


def _read_floor(pair: str) -> tuple[str, float]:
    kind, equals, value = pair.partition("=")
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not equals or not 0 <= number <= 1:
        raise ConfigError(f"cannot use the floor '{pair}'", "", "write it as statements=0.97")
    return kind, number


def _show(result: Evaluation, misses: int) -> None:
    rows: list[tuple[str, ...]] = []
    tallies = {**result.documents, "total": result.total}
    for name, tally in tallies.items():
        rows += [(name, *row) for row in _rows(tally)]
    columns = ("document", "kind", "precision", "recall", "F1", "right", "wrong", "missing")
    console.show_table(columns, rows)
    for name, tally in result.documents.items():
        for miss in tally.misses[:misses]:
            console.show(f"{name}: {miss}")


def _rows(tally: Tally) -> list[tuple[str, ...]]:
    return [
        (
            figure.kind,
            "" if figure.precision is None else f"{figure.precision:.3f}",
            "" if figure.recall is None else f"{figure.recall:.3f}",
            f"{figure.value:.3f}",
            str(figure.right),
            str(figure.wrong),
            str(figure.missing),
        )
        for figure in tally.figures()
    ]


def _record(result: Evaluation, misses: int) -> dict[str, object]:
    tallies = {**result.documents, "total": result.total}
    return {
        name: {
            "figures": [asdict(figure) for figure in tally.figures()],
            "misses": tally.misses[:misses],
        }
        for name, tally in tallies.items()
    }


def _hold(total: Tally, floors: dict[str, float]) -> int:
    values = {figure.kind: figure.value for figure in total.figures()}
    code = 0
    for kind, least in floors.items():
        if kind not in values:
            known = ", ".join(values)
            raise ConfigError(f"cannot hold the floor of '{kind}'", "not measured", f"use: {known}")
        if values[kind] < least:
            console.fail(f"{kind}: {values[kind]:.3f} is below {least:.3f}")
            code = 1
    return code
