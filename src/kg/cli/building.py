"""``kg extract`` and ``kg build``: from documents to records and graphs."""

from __future__ import annotations

from enum import StrEnum
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
from kg.curation import load_decisions
from kg.documents import bounded, read_document
from kg.extraction import extract, extraction_record
from kg.ingest import BuildReport, DocumentReport, Progress, build
from kg.store import Store

_NAMED = 3
_SOURCES, _CURATION = Path("data/sources"), Path("data/curation")


class RecordForm(StrEnum):
    """How ``kg extract`` writes a document."""

    json = "json"
    text = "text"


def extract_document(
    file: Annotated[Path, typer.Argument(help="A txt, html, docx or pdf file.")],
    form: Annotated[
        RecordForm, typer.Option("--format", "-f", help="Extraction record, or the text view.")
    ] = RecordForm.json,
    quiet: Quiet = False,
) -> None:
    """Read one document and write what it says."""
    with bounded(str(file), document_bounds()):
        view = read_document(file)
        if form is RecordForm.text:
            console.show(view.text)
            return
        extraction = extract(view)
        for warning in extraction.warnings:
            console.warn(f"'{file}': {warning}")
        console.show_json(extraction_record(extraction))


def build_graph(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help=f"Files and folders; without any, '{_SOURCES}'.", show_default=False),
    ] = None,
    store: StoreLocation = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Reading processes; all cores without it.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also read what has not changed.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Also remove documents that are not among the files."),
    ] = False,
    curation: Annotated[
        Path, typer.Option(help="Folder of decisions to apply.", show_default=True)
    ] = _CURATION,
    findings: Annotated[
        bool, typer.Option(help="Also look for blind spots and keep them in the graph.")
    ] = True,
    form: AsShape = Shape.table,
    quiet: Quiet = False,
) -> int:
    """Read documents into the graph; what has not changed is left alone."""
    base = base_iri()
    decisions = load_decisions(curation, base)
    with open_location(store) as opened, console.progress("reading") as advance:

        def listen(step: Progress) -> None:
            advance(step.done, step.total, step.source)

        report = build(
            files or [_SOURCES],
            opened,
            base,
            decisions=decisions,
            bounds=document_bounds(),
            workers=workers,
            force=force,
            prune=prune,
            on_progress=listen,
        )
        if report.changed and findings:
            _compute(opened, base)
    if form is Shape.json:
        console.show_json(report.record())
    return _tell(report, opened.location, pruned=prune)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("extract")(extract_document)
    app.command("build")(build_graph)


def _compute(store: Store, base: str) -> None:
    # Imported here, since the algorithms take long to import and most runs change nothing.
    from kg.analysis import compute, compute_metrics

    compute(store, base)
    compute_metrics(store, base)


def _tell(report: BuildReport, location: str, *, pruned: bool) -> int:
    failed = report.of("failed")
    for document in report.documents:
        for warning in document.warnings:
            console.warn(f"'{document.source}': {warning}")
    for document in failed:
        console.fail(document.error or f"cannot read '{document.source}'")
    _tell_left_out(report.of("skipped"))
    for decision in report.stale_decisions:
        console.warn(f"decision not applied: {decision}")
    if failed and len(failed) == len(report.documents):
        return 2
    console.tell(_summary(report, location))
    if report.elsewhere:
        why = "one of the files could not be read" if pruned else "'--prune' removes them"
        console.tell(
            f"{report.elsewhere} more document(s) stay in the graph that are not among these "
            f"files: {why}"
        )
    return 0


def _tell_left_out(documents: tuple[DocumentReport, ...]) -> None:
    """Say once for each reason how many files were left out, and the first of them."""
    by_reason: dict[str, list[str]] = {}
    for document in documents:
        by_reason.setdefault(document.error or "", []).append(f"'{document.source}'")
    for reason, names in by_reason.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        console.warn(f"left out: {', '.join(names[:_NAMED])}{more}: {reason}")


def _summary(report: BuildReport, location: str) -> str:
    counts: dict[str, int] = {}
    for document in report.documents:
        counts[document.status] = counts.get(document.status, 0) + 1
    states = ", ".join(f"{count} {status}" for status, count in counts.items())
    read = [d for d in report.documents if d.status in ("added", "replaced")]
    return (
        f"{len(report.documents)} document(s): {states}; {_total(read, 'obligations')} duties and "
        f"{_total(read, 'statements')} statements read in {report.seconds:.1f} s; graph: {location}"
    )


def _total(documents: list[DocumentReport], kind: str) -> int:
    return sum((document.counts or {}).get(kind, 0) for document in documents)
