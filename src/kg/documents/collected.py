"""Lines of a text view as they are collected from a format, with places and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.documents.visible import cell_of, line_of
from kg.model import Place


@dataclass(slots=True)
class Collected:
    """The lines found so far, where each stands, and which are rows of a table.

    Attributes:
        lines: the lines, visible text only.
        places: for each line its place in the file.
        tables: for each table the 1-based numbers of its lines.
        paragraphs: number of paragraphs begun so far.
        tables_begun: number of tables begun so far.
    """

    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    tables: list[tuple[int, ...]] = field(default_factory=list)
    paragraphs: int = 0
    tables_begun: int = 0

    def add_paragraph(self, text: str) -> None:
        """Add a paragraph; each line feed in it begins a further line of the same paragraph."""
        self.paragraphs += 1
        for piece in text.split("\n"):
            line = line_of(piece)
            if line.strip():
                self.lines.append(line)
                self.places.append(Place(paragraph=self.paragraphs))

    def add_table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table, a line per row that has any text; cells are joined by a tab.

        A row of one cell over all columns is a heading: a line with its place in the table, but
        no row of data, just as in plain text.
        """
        numbers: list[int] = []
        self.tables_begun += 1
        for row_number, row in enumerate(rows, 1):
            line = "\t".join(map(cell_of, row))
            if line.strip():
                self.lines.append(line)
                self.places.append(Place(table=self.tables_begun, row=row_number))
                if "\t" in line:
                    numbers.append(len(self.lines))
        if numbers:
            self.tables.append(tuple(numbers))
