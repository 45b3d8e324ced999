"""Cut a result that is too large at the end of a row, and say in it that it was cut.

The engine writes bytes in chunks that end anywhere, so each format says how rows are counted,
where the last whole one ends and what closes the document. A format that has no place for such
a note is not cut but refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import QueryTooLarge

# One row of bindings up to the row that follows; what stands in strings does not count. A group in
# a look-ahead never backtracks; possessive quantifiers, made for that, are broken before 3.11.5.
_JSON_ROW = re.compile(
    rb'(?:(?=([^"{}]+))\1|"(?=([^"\\]*(?:\\.[^"\\]*)*))\2"|\{(?!\},\{)|\}(?!\},\{))*'
    rb"(?:\}\}|\{\})(?=,\{)",
    re.DOTALL,
)
_LINE = re.compile(rb".*? \.\n", re.DOTALL)
_SMALLEST_ROW = 3


class Cut(Exception):
    """A limit struck.

    Attributes:
        tail: the last bytes to send, which close the document.
    """

    def __init__(self, tail: bytes) -> None:
        super().__init__("cut")
        self.tail = tail


@dataclass(frozen=True, slots=True)
class Closing:
    """How a format ends early.

    Attributes:
        row: one row, matched from where the last one ended.
        close: what closes the document after a row.
        followed: a row is known to have ended only by the one that follows it.
    """

    row: re.Pattern[bytes]
    close: bytes
    followed: bool = False


_CLOSINGS = {
    "application/sparql-results+json": Closing(_JSON_ROW, b']},"cut":{"rows":%d}}', followed=True),
    "application/sparql-results+xml": Closing(
        re.compile(rb".*?</result>", re.DOTALL), b"</results></sparql><!-- cut after %d rows -->"
    ),
    "application/n-triples": Closing(_LINE, b"# cut after %d triples\n"),
    "text/turtle": Closing(_LINE, b"# cut after %d subjects\n"),
}


class Cutter:
    """Counts rows and bytes of a serialised result and cuts it at a limit.

    Args:
        media_type: canonical format of the result.
        max_rows: rows it may have.
        max_bytes: bytes it may have.
    """

    def __init__(self, media_type: str, *, max_rows: int, max_bytes: int) -> None:
        self._closing = _CLOSINGS.get(media_type)
        self.max_rows, self.max_bytes = max_rows, max_bytes
        self.rows = self.size = 0
        self._kept = b""

    def feed(self, chunk: bytes) -> bytes:
        """Return what of the stream can be sent.

        Raises:
            Cut: a limit struck and the document was closed.
            QueryTooLarge: a limit struck and the format has no place to say so.
        """
        data = self._kept + chunk
        if self.size + len(data) > 2 * self.max_bytes or self._closing is None:
            self._check(self.size + len(data))
        if self._closing is None:
            self.size += len(data)
            return data
        ends = self._row_ends(data)
        fitting = [end for end in ends if self.size + end <= self.max_bytes]
        fitting = fitting[: max(0, self.max_rows - self.rows)]
        one_more = bool(ends) and self._closing.followed
        one_more &= self.rows + len(ends) == self.max_rows
        if len(fitting) < len(ends) or one_more:
            self.rows += len(fitting)
            if not self.rows:
                self._check(self.size + len(data))
            self._kept = b""
            head = data[: fitting[-1]] if fitting else b""
            raise Cut(head + self._closing.close % self.rows)
        self.rows += len(ends)
        keep = ends[-1] if ends else 0
        self._kept = data[keep:]
        self.size += keep
        return data[:keep]

    def finish(self) -> bytes:
        """Return the rest of a stream that ended by itself."""
        rest, self._kept = self._kept, b""
        return rest

    def whole(self, data: bytes) -> bool:
        """Whether a whole result of this size cannot reach a limit."""
        return len(data) <= self.max_bytes and len(data) // _SMALLEST_ROW < self.max_rows

    def _row_ends(self, data: bytes) -> list[int]:
        ends: list[int] = []
        # Each match begins where the last row ended, so none begins inside a string.
        while self._closing and (found := self._closing.row.match(data, ends[-1] if ends else 0)):
            ends.append(found.end())
        return ends

    def _check(self, size: int) -> None:
        if size > self.max_bytes:
            raise QueryTooLarge(
                "cannot send the result",
                f"it is larger than {self.max_bytes:,} bytes",
                "ask for less, or page with LIMIT and OFFSET",
            )
