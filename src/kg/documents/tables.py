"""Find tables in lines of text, and lay out tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_COLUMNS = 1000


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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a format states it: its text and over how many columns and rows it is merged."""

    text: str
    columns: int = 1
    rows: int = 1


def grid(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The rows of a table with merged cells resolved: every covered place repeats the value.

    A row that is one cell over all columns is a heading inside the table and stays one cell;
    places that no cell covers are empty.
    """
    reaching: dict[int, Cell] = {}
    laid_out = [_laid_out(row, reaching) for row in rows]
    width = max(map(len, laid_out), default=0)
    return [
        [row[0].text] if is_heading(row, width) else texts + [""] * (width - len(texts))
        for row, texts in zip(rows, laid_out, strict=True)
    ]


def is_heading(row: Sequence[Cell], width: int) -> bool:
    """Whether a row is one cell over all columns of a table with several."""
    return len(row) == 1 and row[0].columns >= width > 1


def _laid_out(row: Sequence[Cell], reaching: dict[int, Cell]) -> list[str]:
    """One row, its own cells put between those that reach down from the rows above.

    Args:
        row: the cells that start in this row.
        reaching: by column the cell that reaches into this row and how many rows it still has,
            this one included; brought up to date for the next row.
    """
    from_above = dict(reaching)
    own = iter(row)
    texts: list[str] = []
    for column in range(MAX_COLUMNS):
        above = from_above.pop(column, None)
        if above:
            texts.append(above.text)
            _carry(reaching, column, above)
        elif column < len(texts):
            continue
        elif cell := next(own, None):
            covered = range(column, min(column + max(1, cell.columns), MAX_COLUMNS))
            texts.extend(cell.text for _ in covered)
            for each in covered:
                _carry(reaching, each, cell)
                from_above.pop(each, None)
        elif from_above:
            texts.append("")
        else:
            break
    return texts


def _carry(reaching: dict[int, Cell], column: int, cell: Cell) -> None:
    if cell.rows > 1:
        reaching[column] = Cell(cell.text, 1, cell.rows - 1)
    else:
        reaching.pop(column, None)
