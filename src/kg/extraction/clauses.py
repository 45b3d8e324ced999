"""What of a text is worth matching rules on, and which of it a rule has taken already."""

from __future__ import annotations

import re
from collections.abc import Iterator

# No clause of a plan is as long; on rubbish without punctuation patterns would take for ever.
_ENDLESS = re.compile(r"[^,。;:!?]{800,}")


def readable(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text between clauses too long to be any."""
    start = 0
    for match in _ENDLESS.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


class Claims:
    """The stretches of a text that rules have taken; where two overlap, the first holds."""

    def __init__(self, text: str, taken: Iterator[tuple[int, int]] | None = None) -> None:
        self._taken = bytearray(len(text))
        for start, end in taken or ():
            self._mark(start, end)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of the stretch is taken."""
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> bool:
        """Take the stretch where it is free; says whether it was."""
        if not self.free(start, end):
            return False
        self._mark(start, end)
        return True

    def _mark(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)
