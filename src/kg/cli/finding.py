"""``kg blind-spots``: what the plans leave open or say against each other."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from kg.analysis.catalogue import load_checks
from kg.analysis.findings import run_checks
from kg.analysis.model import Finding
from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape, StoreLocation, base_iri, open_location

_COLUMNS = ("severity", "kind", "message", "remedy", "evidence", "status")


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
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", "-k", help="Only this kind; repeatable.", show_default=False),
]


def find_blind_spots(
    kind: Kinds = None,
    as_of: AsOf = None,
    language: InLanguage = Language.zh,
    kinds: Annotated[bool, typer.Option("--list", help="List the kinds instead.")] = False,
    form: AsShape = Shape.table,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> int:
    """Find blind spots; exit 1 where an open one rests on the text."""
    if kinds:
        _list_kinds(language.value)
        return 0
    with open_location(store, read_only=True) as opened:
        result = run_checks(opened, kind or None, day_of(as_of), base=base_iri())
    for failure in result.failures:
        console.fail(f"cannot run check '{failure.kind}': {failure.reason}")
    if form is Shape.json:
        console.show_json([finding.record(language.value) for finding in result.found])
    else:
        console.show_table(_COLUMNS, _rows(result.found, language.value))
    open_ones = sum(finding.counts for finding in result.found)
    console.tell(f"{len(result.found)} finding(s), {open_ones} open and resting on the text")
    if result.failures:
        return 2
    return 1 if open_ones else 0


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a date option."""
    return moment.date() if moment else None


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("blind-spots")(find_blind_spots)


def _list_kinds(lang: str) -> None:
    rows = [
        (kind, each.check.severity, "advice" if each.check.advice else "", each.check.name.of(lang))
        for kind, each in load_checks().items()
    ]
    console.show_table(("kind", "severity", "", "name"), rows)


def _rows(found: tuple[Finding, ...], lang: str) -> list[tuple[str, ...]]:
    return [
        (
            "advice" if finding.advice else finding.severity,
            finding.kind,
            finding.message.of(lang),
            finding.check.remedy.of(lang),
            _place(finding),
            finding.status,
        )
        for finding in found
    ]


def _place(finding: Finding) -> str:
    if not finding.evidence:
        return ""
    first = finding.evidence[0]
    return f"line {first.line}: {first.quote}"
