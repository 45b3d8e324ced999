"""Characters of a PDF page and the lines that they form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# What the library writes for a glyph whose character the font does not tell.
_UNKNOWN = re.compile(r"\(cid:\d+\)")
# Fonts of PDFs often name a character by the radical that looks the same. Most radicals have a
# compatibility decomposition; these have none, or not the one of simplified writing.
_RADICALS = str.maketrans(
    "⼾⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "户母民虎西见角贝车长门青韦页风飞食马鬼鱼鸟麦黄齐齿龙龟",
)
_COMPATIBLE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
# A gap of this part of the type size is a blank between words or columns of a signature; the
# smaller ones come from justification or set Chinese and Latin apart.
_BLANK_GAP = 0.5
_SAME_LINE = 0.5
# Marks that end no line, and marks that begin none; many programs part nothing around a quote.
_BEFORE_WORD = frozenset("（(《〈〔【「『“‘”’\"'")
_AFTER_WORD = frozenset("）)》〉〕】」』”’，。、；：！？,.;:!?%％“‘\"'")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shown character and its box in points from the top left of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page.

    Attributes:
        lead: width of what must stay together at its beginning, a character or a Latin word.
    """

    text: str
    box: tuple[float, float, float, float]
    size: float
    lead: float


def glyphs_of(chars: Iterable[dict[str, Any]]) -> list[Glyph]:
    """The upright shown characters of a page, each once where bold type was printed twice."""
    found: dict[tuple[str, int, int], Glyph] = {}
    for char in chars:
        text = unified(_UNKNOWN.sub("\ufffd", char["text"]))
        if not char["upright"] or not text.strip():
            continue
        glyph = Glyph(
            text, char["x0"], char["x1"], char["top"], char["bottom"], max(1.0, char["size"])
        )
        found.setdefault((text, round(glyph.x0 / 2), round(glyph.top / 2)), glyph)
    return list(found.values())


def unified(text: str) -> str:
    """The text with radicals and compatibility forms of Chinese as the usual characters."""
    return "".join(
        unicodedata.normalize("NFKC", c) if _COMPATIBLE.match(c) else c
        for c in text.translate(_RADICALS)
    )


def lines_among(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines that characters form, from top to bottom."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda each: each.top + each.bottom):
        own = (glyph.top + glyph.bottom) / 2
        if rows and own - middle <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle = own
    return [_line(sorted(row, key=lambda each: each.x0)) for row in rows]


def joined(text: str, more: str) -> str:
    """Two pieces of a paragraph that a line end separated."""
    latin = (
        text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalpha()
    )
    return f"{text} {more}" if latin else text + more


def _line(row: list[Glyph]) -> TextLine:
    size = sorted(glyph.size for glyph in row)[len(row) // 2]
    text = row[0].text
    for before, glyph in pairwise(row):
        text += (" " if _is_blank(before, glyph, size) else "") + glyph.text
    box = (
        row[0].x0,
        min(glyph.top for glyph in row),
        max(glyph.x1 for glyph in row),
        max(glyph.bottom for glyph in row),
    )
    return TextLine(text, box, size, _lead(row))


def _is_blank(before: Glyph, glyph: Glyph, size: float) -> bool:
    latin = _is_latin(before) and _is_latin(glyph)
    return glyph.x0 - before.x1 > size * (0.15 if latin else _BLANK_GAP)


def _lead(row: list[Glyph]) -> float:
    """The width of what may not be parted at the beginning of a line.

    A Chinese character, or letters and digits up to a gap, with the marks that cling to it.
    """
    end = row[0].x1
    for before, glyph in pairwise(row):
        if not _clings(before, glyph):
            break
        end = glyph.x1
    return end - row[0].x0


def _clings(before: Glyph, glyph: Glyph) -> bool:
    """Whether no line may end between two characters."""
    if _is_latin(before) and _is_latin(glyph):
        return not _is_blank(before, glyph, glyph.size)
    return before.text in _BEFORE_WORD or glyph.text in _AFTER_WORD


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text not in "()<>[]"
