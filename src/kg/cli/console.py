"""Words for people: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

_WIDE = 4000
_state = {"quiet": False}


def prepare() -> None:
    """Make standard output and error take every character."""
    _state["quiet"] = False
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def set_quiet(quiet: bool) -> bool:
    """Silence everything but results and errors."""
    _state["quiet"] = quiet
    return quiet


def fail(message: str) -> None:
    """Write the one line that says what could not be done."""
    print(f"kg: {_one_line(message)}", file=sys.stderr)  # noqa: T201


def warn(message: str) -> None:
    """Write a warning, unless it should be quiet."""
    if not _state["quiet"]:
        print(f"kg: warning: {_one_line(message)}", file=sys.stderr)  # noqa: T201


def tell(message: str) -> None:
    """Write what was done to standard error, unless it should be quiet."""
    if not _state["quiet"]:
        print(message, file=sys.stderr)  # noqa: T201


def show(text: str) -> None:
    """Write a result."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def show_bytes(chunks: Iterable[bytes]) -> None:
    """Write a result that is already bytes."""
    sys.stdout.flush()
    last = b"\n"
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
        last = chunk[-1:] or last
    if last != b"\n":
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def show_json(value: Any) -> None:
    """Write a result as JSON."""
    show(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a result as a table; a pipe gets it unwrapped."""
    show(table_text(columns, rows, terminal=sys.stdout.isatty()))


def table_text(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, terminal: bool = False
) -> str:
    """Return a table as text, folded to the width of the terminal or not at all."""
    table = Table(*columns, box=None, pad_edge=False)
    for column in table.columns:
        column.overflow, column.no_wrap = ("fold", False) if terminal else ("ignore", True)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console(highlight=False, width=None if terminal else _WIDE, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


@contextmanager
def result(file: Path | None) -> Iterator[BinaryIO]:
    """Yield where a result goes: a file, there whole or not at all, or standard output."""
    if file is None or str(file) == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Return how many a second."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "-/s")


@contextmanager
def progress(what: str) -> Iterator[Any]:
    """Yield ``advance(done, total, name)``, shown as a bar where standard error is a terminal."""
    if _state["quiet"] or not sys.stderr.isatty():
        yield lambda done, total, name: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name[-40:])

        yield advance


def _one_line(message: str) -> str:
    return " ".join(message.split())
