"""Find tables in lines of text, and lay out tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def tab_tables(lines: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The tables among lines: runs of two or more lines with tabs between words.

    Returns:
        For each table the 1-based numbers of its lines, header first. Rows may differ in their
        number of cells, since merged cells are often left out where a table became text.
    """
    return tuple(run for run in _runs(lines) if len(run) > 1)


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, ...]]:
    run: list[int] = []
    for number, line in enumerate(lines, 1):
        if "\t" in line.strip():
            run.append(number)
            continue
        yield tuple(run)
        run = []
    yield tuple(run)
