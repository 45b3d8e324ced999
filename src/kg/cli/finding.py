"""``kg blind-spots``: what the plans leave open or say against each other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.analysis.catalogue import load_checks
from kg.analysis.findings import run_checks
from kg.analysis.model import Failure, Finding
from kg.analysis.writing import Change, since
from kg.cli import console
from kg.cli.options import (
    AsOf,
    InLanguage,
    Language,
    Quiet,
    StoreLocation,
    base_iri,
    day_of,
    open_location,
)
from kg.exports.tables import table_bytes


class FindingForm(StrEnum):
    """How ``kg blind-spots`` writes what it found."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


_COLUMNS = ("key", "severity", "message", "remedy", "evidence", "status")


Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", "-k", help="Only this kind; repeatable.", show_default=False),
]


def find_blind_spots(
    kind: Kinds = None,
    as_of: AsOf = None,
    language: InLanguage = Language.zh,
    kinds: Annotated[bool, typer.Option("--list", help="List the kinds instead.")] = False,
    form: Annotated[
        FindingForm, typer.Option("--format", "-f", help="How to write the findings.")
    ] = FindingForm.table,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write them to a file."),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="VERSION",
            help="Only what appeared (+) and went (-) since that version of the data; a wrong "
            "one gets the list of those kept.",
        ),
    ] = None,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> int:
    """Find blind spots, by the key that 'kg review accept-finding' and 'assign-owner' take.

    Exit status: 0 nothing open that rests on the text (with --since: nothing of the kind
    appeared); 1 something is; 2 a check could not run, the others did, or the command is wrong;
    advice and findings that people accepted or gave an owner never count.
    """
    if kinds:
        _list_kinds(language.value)
        return 0
    if version is not None:
        with open_location(store, read_only=True) as opened:
            change = since(
                opened, version, base=base_iri(), as_of=day_of(as_of), lang=language.value
            )
        return _show_change(change, form, language.value)
    with open_location(store, read_only=True) as opened:
        result = run_checks(opened, kind or None, day_of(as_of), base=base_iri())
    _name_failures(result.failures)
    _write(result.found, form, output, language.value)
    open_ones = sum(finding.counts for finding in result.found)
    console.tell(f"{len(result.found)} finding(s), {open_ones} open and resting on the text")
    if result.failures:
        return 2
    return 1 if open_ones else 0


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("blind-spots")(find_blind_spots)


def _write(found: tuple[Finding, ...], form: FindingForm, output: Path | None, lang: str) -> None:
    if form is FindingForm.xlsx and output is None:
        output = Path("blind-spots.xlsx")
    with console.result(output) as out:
        if form is FindingForm.json:
            records = [finding.record(lang) for finding in found]
            out.write(f"{json.dumps(records, ensure_ascii=False, indent=2)}\n".encode())
        elif form is FindingForm.table:
            out.write(f"{console.table_text(_COLUMNS, _rows(found, lang))}\n".encode())
        else:
            kind: Literal["csv", "xlsx"] = "xlsx" if form is FindingForm.xlsx else "csv"
            out.write(table_bytes(kind, [_COLUMNS, *_rows(found, lang)], "blind spots"))
    if output:
        console.tell(f"'{output}' written")


def _show_change(change: Change, form: FindingForm, lang: str) -> int:
    """Show what appeared and went; exit 1 where something that rests on the text appeared."""
    _name_failures(change.failures)
    if form is FindingForm.json:
        record = {
            "since": change.version,
            "appeared": [finding.record(lang) for finding in change.appeared],
            "gone": list(change.gone),
        }
        console.show(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        rows = [("+", *row[:3]) for row in _rows(change.appeared, lang)]
        rows += [
            ("-", each["iri"].rsplit("/", 1)[-1], each["severity"], each["message"])
            for each in change.gone
        ]
        console.show_table(("", "key", "severity", "message"), rows)
    console.tell(f"{len(change.appeared)} appeared, {len(change.gone)} went since {change.version}")
    if change.failures:
        return 2
    return 1 if any(finding.counts for finding in change.appeared) else 0


def _name_failures(failures: Iterable[Failure]) -> None:
    for failure in failures:
        console.fail(f"cannot run check '{failure.kind}': {failure.reason}")


def _list_kinds(lang: str) -> None:
    rows = [
        (kind, each.check.severity, "advice" if each.check.advice else "", each.check.name.of(lang))
        for kind, each in load_checks().items()
    ]
    console.show_table(("kind", "severity", "", "name"), rows)


def _rows(found: tuple[Finding, ...], lang: str) -> list[tuple[str, ...]]:
    return [
        (
            finding.iri.rsplit("/", 1)[-1],
            "advice" if finding.advice else finding.severity,
            finding.message.of(lang),
            finding.check.remedy.of(lang),
            _place(finding),
            f"{finding.status}: {finding.owner}" if finding.owner else finding.status,
        )
        for finding in found
    ]


def _place(finding: Finding) -> str:
    if not finding.evidence:
        return ""
    first = finding.evidence[0]
    return f"line {first.line}: {first.quote}"
