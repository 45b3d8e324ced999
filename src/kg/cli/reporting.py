"""``kg report``, ``kg deadlines`` and ``kg network``: what the graph shows as a whole."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.analysis import network, report
from kg.cli import console
from kg.cli.options import (
    AsOf,
    AsShape,
    InLanguage,
    Language,
    Quiet,
    Shape,
    StoreLocation,
    base_iri,
    day_of,
    iri_of,
    open_location,
)

_Document = Annotated[str | None, typer.Option(help="Only of this document (IRI or CURIE).")]


def write_report(
    document: _Document = None,
    as_of: AsOf = None,
    language: InLanguage = Language.zh,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Write the one-page summary of a plan."""
    with open_location(store, read_only=True) as opened:
        page = report(opened, iri_of(document), language.value, day_of(as_of), base=base_iri())
    console.show(page)


def measure_network(
    focus: Annotated[
        str | None, typer.Option(help="Only a body or domain (IRI) and what it is tied to.")
    ] = None,
    document: _Document = None,
    language: InLanguage = Language.zh,
    form: AsShape = Shape.table,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Measure who works with whom: the bodies and domains with their measures."""
    with open_location(store, read_only=True) as opened:
        found = network(opened, iri_of(focus), document=iri_of(document))
    record = found.record(language.value)
    if form is Shape.json:
        console.show_json(record)
        return
    nodes = record["nodes"]
    measures = sorted({name for node in nodes for name in node["measures"]})
    rows = [
        (node["type"], node["label"], *(_number(node["measures"].get(name)) for name in measures))
        for node in nodes
    ]
    console.show_table(("type", "name", *measures), rows)
    console.tell(f"{len(nodes)} node(s), {len(record['edges'])} tie(s)")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("report")(write_report)
    app.command("network")(measure_network)


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "" if value is None else str(value)
