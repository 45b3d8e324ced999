"""The text of a document as HTML, with everything that was read out of it marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from kg.web.api.documents import DocumentText, Stretch

_HIGHLIGHT = re.compile(r"(\d{1,7})\.(\d{1,7})-(?:(\d{1,7})\.)?(\d{1,7})")
_KINDS = {
    "Obligation": "k-obligation",
    "Statement": "k-statement",
    "Deadline": "k-deadline",
    "Target": "k-target",
    "Citation": "k-citation",
    "Gap": "k-gap",
}
_OPENING, _OPENING_FIRST = Markup('<mark class="hl">'), Markup('<mark class="hl" id="hl">')
_HEADINGS = ("Section", "Topic", "DomainSection", "Phase", "Requirement")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one line: whole numbers of code points."""

    start: int
    end: int


@dataclass(slots=True)
class Line:
    """One line of a document as the page shows it."""

    number: int
    html: Markup
    heading: bool = False
    stretches: list[Stretch] = field(default_factory=list)


def parse_highlight(text: str) -> tuple[int, int, int, int] | None:
    """Return line, start, end line and end of ``20.376-506`` or ``20.376-21.10``; None if not one."""
    found = _HIGHLIGHT.fullmatch(text)
    if not found:
        return None
    line, start, end_line, end = found.groups()
    return int(line), int(start), int(end_line or line), int(end)


def mark_lines(text: DocumentText, highlight: tuple[int, int, int, int] | None) -> list[Line]:
    """Return every line with its marks; the highlighted words carry the id ``hl``."""
    by_line: dict[int, list[Stretch]] = {}
    for stretch in text.stretches:
        for number in range(stretch.line, min(stretch.end_line, len(text.lines)) + 1):
            by_line.setdefault(number, []).append(stretch)
    order: dict[str, int] = {}
    lines = []
    for number, words in enumerate(text.lines, 1):
        here = by_line.get(number, [])
        for each in here:
            if each.about.type == "Obligation":
                order.setdefault(each.about.iri, len(order))
        html = _mark(words, number, here, _within(highlight, number, len(words)), highlight, order)
        lines.append(Line(number, html, _is_heading(words, here), here))
    return lines


def _is_heading(words: str, here: Sequence[Stretch]) -> bool:
    return any(each.about.type in _HEADINGS for each in here) and len(words) <= 40


def _within(place: tuple[int, int, int, int] | None, number: int, length: int) -> Span | None:
    if place is None:
        return None
    line, start, end_line, end = place
    if not line <= number <= end_line:
        return None
    first = min(start, length) if number == line else 0
    last = min(end, length) if number == end_line else length
    return Span(first, last) if first < last else None


def _mark(
    words: str,
    number: int,
    here: Sequence[Stretch],
    shown: Span | None,
    highlight: tuple[int, int, int, int] | None,
    order: dict[str, int],
) -> Markup:
    spans = [(each, _part(each, number, len(words))) for each in here]
    cuts = {0, len(words)}
    for _, span in spans:
        cuts |= {span.start, span.end}
    if shown:
        cuts |= {shown.start, shown.end}
    at = sorted(cuts)
    parts: list[Markup] = []
    for start, end in pairwise(at):
        covering = [each for each, span in spans if span.start <= start and end <= span.end]
        if shown and start == shown.start:
            # Only the first line of the highlight is what the address points at.
            first = highlight is not None and number == highlight[0]
            parts.append(_OPENING_FIRST if first else _OPENING)
        parts.append(_segment(words[start:end], covering, order))
        if shown and end == shown.end:
            parts.append(Markup("</mark>"))
    return Markup("").join(parts)


def _part(stretch: Stretch, number: int, length: int) -> Span:
    start = stretch.start if number == stretch.line else 0
    end = stretch.end if number == stretch.end_line else length
    return Span(min(start, length), min(end, length))


def _segment(words: str, covering: Sequence[Stretch], order: dict[str, int]) -> Markup:
    classes = dict.fromkeys(name for each in covering for name in _classes(each, order))
    if not classes:
        return escape(words)
    # The shortest stretch says the most special thing, so the click goes there.
    target = min(covering, key=lambda each: (each.end_line - each.line, each.end - each.start))
    return Markup('<a class="seg {}" href="{}">{}</a>').format(
        " ".join(classes), target.about.page, words
    )


def _classes(stretch: Stretch, order: dict[str, int]) -> list[str]:
    kind = stretch.about.type or ""
    if kind == "Assignment" and stretch.role:
        return [f"k-{stretch.role}"]
    if kind == "Obligation" and order.get(stretch.about.iri, 0) % 2:
        return ["k-obligation", "alt"]
    return [_KINDS[kind]] if kind in _KINDS else []
