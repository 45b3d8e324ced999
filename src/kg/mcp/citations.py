"""Whether a quote stands in a text: as it is, altered, or not at all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kg.answers.cleaning import fold

CLOSE = 85.0
_MOST_PLACES = 5
_MARGIN = 12
# Shorter quotes are like something in every text.
_SHORTEST_ALTERED = 4
_OF_NUMBERS = ".,:-/"
_MEANING = "%‰+~"


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text says what a quote says.

    Attributes:
        verdict: ``exact`` or ``altered``.
        start: offset of the first character in the whole text.
        end: offset after the last one.
        likeness: 0 to 100.
        times: how often the text says it; only exact matches are counted.
    """

    verdict: str
    start: int
    end: int
    likeness: float
    times: int = 1


class Searched:
    """A text prepared for looking for quotes.

    Args:
        text: as the document has it.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _lookup(self) -> tuple[str, list[int]]:
        return _folded(self.text)

    def exact(self, quote: str) -> list[Match]:
        """Return the first places where the text says a quote literally."""
        times = self.text.count(quote)
        found: list[Match] = []
        at = self.text.find(quote)
        while at >= 0 and len(found) < _MOST_PLACES:
            found.append(Match("exact", at, at + len(quote), 100.0, times))
            at = self.text.find(quote, at + len(quote))
        return found

    def altered(self, quote: str) -> Match | None:
        """Return the place that says nearly the same, None where there is none."""
        folded, (needle, _) = self._lookup[0], _folded(quote)
        at = folded.find(needle) if needle else -1
        if at >= 0:
            return self._match(at, at + len(needle), 100.0)
        if len(needle) < _SHORTEST_ALTERED or len(needle) > len(folded):
            return None
        return self._closest(needle)

    def _closest(self, needle: str) -> Match | None:
        """The passage most like a folded quote, from its first common character to its last."""
        folded = self._lookup[0]
        found = fuzz.partial_ratio_alignment(needle, folded, score_cutoff=CLOSE)
        if found is None:
            return None
        # The window is as long as the quote; what was left out or put in moves its ends.
        start = max(0, found.dest_start - _MARGIN)
        window = folded[start : found.dest_end + _MARGIN]
        kept = [op for op in Levenshtein.opcodes(needle, window) if op.tag != "insert"]
        first, last = kept[0], kept[-1]
        return self._match(start + first.dest_start, start + last.dest_end, found.score)

    def _match(self, start: int, end: int, likeness: float) -> Match:
        at = self._lookup[1]
        return Match("altered", at[start], at[end - 1] + 1, round(likeness, 1))


def verdict_of(text: str, quote: str, match: Match) -> dict[str, Any]:
    """Return a match as an agent reads it: the true words, their place, and what differs."""
    true = text[match.start : match.end]
    found: dict[str, Any] = {
        "verdict": match.verdict,
        "true_text": true,
        **position(text, match.start, match.end),
        **around(text, match.start, match.end),
    }
    if match.verdict == "altered":
        kind, changes = differences(quote, true)
        found |= {"likeness": match.likeness, "kind": kind, "differences": changes}
    return found


def differences(quote: str, true: str) -> tuple[str, list[dict[str, str]]]:
    """Return what kind of differences there are, and each: what the quote and the document say.

    The kind is ``form`` (width, spaces or script only), ``punctuation`` or ``wording``.
    """
    found = [
        {"quote": quote[op.src_start : op.src_end], "document": true[op.dest_start : op.dest_end]}
        for op in Levenshtein.opcodes(quote, true)
        if op.tag != "equal"
    ]
    if _folded(quote)[0] == _folded(true)[0]:
        return "form", found
    return "punctuation" if _words(quote) == _words(true) else "wording", found


def position(text: str, start: int, end: int) -> dict[str, int]:
    """Return document-wide offsets as lines (from 1) and offsets in them (from 0)."""
    line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    found = {
        "line": line,
        "start": start - text.rfind("\n", 0, start) - 1,
        "end": end - text.rfind("\n", 0, end) - 1,
    }
    return found if end_line == line else {**found, "end_line": end_line}


def around(text: str, start: int, end: int, reach: int = 120) -> dict[str, str]:
    """Return what stands before and after a passage, cut at the text's ends."""
    return {"before": text[max(0, start - reach) : start], "after": text[end : end + reach]}


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without spaces, in one width and script, and where each character stood."""
    kept: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        for plain in _fold_one(char):
            kept.append(plain)
            at.append(index)
    return "".join(kept), at


@lru_cache(maxsize=65536)
def _fold_one(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Cc", "Cs"):
        return ""
    return "".join(fold(char).split())


def _words(text: str) -> str:
    """The folded text without punctuation, but with what belongs to numbers."""
    folded, _ = _folded(text)
    kept: list[str] = []
    for at, char in enumerate(folded):
        before, after = folded[max(0, at - 1) : at], folded[at + 1 : at + 2]
        inner = char in _OF_NUMBERS and before.isdigit() and after.isdigit()
        if inner or char in _MEANING or not unicodedata.category(char).startswith("P"):
            kept.append(char)
    return "".join(kept)
