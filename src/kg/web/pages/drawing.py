"""Small drawings made on the server: who stands around an entity, and a timeline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

_MOST = 24
_ORDER = {"lead": 0, "shared": 1, "cooperate": 2}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One entity around another; ``role`` tells the line, ``kind`` the shape."""

    label: str
    page: str
    role: str
    kind: str


def draw_star(center: str, neighbours: Sequence[Neighbour], words: str, more: str) -> Markup:
    """Return an SVG of an entity and those around it, leads first, each a link.

    Args:
        words: what the drawing shows, for those who do not see it.
        more: how to say that some are left out, with ``%d`` for their number.
    """
    shown = sorted(neighbours, key=lambda each: (_ORDER.get(each.role, 9), each.label))[:_MOST]
    if not shown:
        return Markup("")
    height = max(150, 26 * len(shown) + 20)
    middle = height / 2
    parts = [
        Markup('<svg class="drawing" viewBox="0 0 330 {}" role="group" aria-label="{}">').format(
            height, words
        )
    ]
    rows = [(each, 22 + 26 * at) for at, each in enumerate(shown)]
    parts += [
        Markup('<path class="e-{}" fill="none" d="M34 {} C62 {} 48 {} 74 {}"/>').format(
            each.role, f"{middle:.0f}", f"{middle:.0f}", y, y
        )
        for each, y in rows
    ]
    parts += [_neighbour(each, y) for each, y in rows]
    parts.append(
        Markup(
            '<circle class="n-center" cx="20" cy="{}" r="14"/>'
            '<text x="20" y="{}" text-anchor="middle"><title>{}</title></text>'
        ).format(f"{middle:.0f}", f"{middle + 32:.0f}", center)
    )
    parts.append(Markup("</svg>"))
    left = len(neighbours) - len(shown)
    if left > 0:
        parts.append(Markup('<p class="gloss">{}</p>').format(more % left))
    return Markup("").join(parts)


def _neighbour(each: Neighbour, y: float) -> Markup:
    shape = (
        Markup('<path class="n-domain" d="M80 {0}h12l6 7-6 7h-12l-6-7z"/>').format(y - 7)
        if each.kind == "domain"
        else Markup('<rect class="n-body" x="74" y="{}" width="22" height="14" rx="4"/>').format(
            y - 7
        )
    )
    return Markup('<a href="{}">{}<text x="104" y="{}">{}<title>{}</title></text></a>').format(
        each.page, shape, y + 4, _cut(each.label, 18), each.label
    )


def _cut(label: str, most: int) -> str:
    """Return a label cut to a width; Latin letters count half of a Chinese character."""
    width, cut = 0.0, ""
    for char in label:
        width += 1.0 if ord(char) > 0x2E7F else 0.55
        if width > most:
            return f"{cut}…"
        cut += char
    return label


_WIDTH, _TOP, _FLOOR = 980, 20, 120


@dataclass(frozen=True, slots=True)
class _Scale:
    """The years that a timeline shows, and where a day stands in them."""

    start: date
    end: date

    def across(self, day: date) -> float:
        span = max((self.end - self.start).days, 1)
        return 20 + (_WIDTH - 40) * (day - self.start).days / span


def draw_timeline(days: Sequence[tuple[date, int]], as_of: date, words: str) -> Markup:
    """Return an SVG with a bar for each day on which something is due; past ones look different."""
    if not days:
        return Markup("")
    first, last = min(days[0][0], as_of), max(days[-1][0], as_of)
    scale = _Scale(date(first.year, 1, 1), date(last.year, 12, 31))
    tallest = max(number for _, number in days)
    parts = [
        Markup('<svg class="drawing" viewBox="0 0 {} 160" role="group" aria-label="{}">').format(
            _WIDTH, words
        ),
        Markup('<path class="axis" d="M10 {0}H{1}"/>').format(_FLOOR, _WIDTH - 10),
        *_years(scale),
        *(_bar(scale, day, number / tallest, number, day < as_of) for day, number in days),
        _today(scale, as_of),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


def _years(scale: _Scale) -> list[Markup]:
    step = max(1, math.ceil((scale.end.year - scale.start.year + 1) / 14))
    return [
        Markup(
            '<path class="guide" d="M{0:.1f} {1}V{2}"/><text class="faint" x="{3:.1f}" y="140">{4}</text>'
        ).format(x, _TOP, _FLOOR + 6, x + 3, year)
        for year in range(scale.start.year, scale.end.year + 1, step)
        for x in (scale.across(date(year, 1, 1)),)
    ]


def _bar(scale: _Scale, day: date, share: float, number: int, past: bool) -> Markup:
    height, x = 10 + (_FLOOR - _TOP - 22) * share, scale.across(day)
    return Markup(
        '<a href="?after={0}&amp;before={0}"><rect class="{1}" x="{2:.1f}" y="{3:.1f}" width="7" '
        'height="{4:.1f}" rx="2"><title>{0}: {5}</title></rect><text x="{6:.1f}" y="{7:.1f}" '
        'text-anchor="middle">{5}</text></a>'
    ).format(
        day.isoformat(),
        "bar-past" if past else "bar-due",
        x - 3.5,
        _FLOOR - height,
        height,
        number,
        x,
        _FLOOR - height - 4,
    )


def _today(scale: _Scale, as_of: date) -> Markup:
    return Markup(
        '<path class="today" d="M{0:.1f} {1}V{2}"/><text class="faint" x="{0:.1f}" y="156" '
        'text-anchor="middle">{3}</text>'
    ).format(scale.across(as_of), _TOP - 10, _FLOOR + 8, escape(as_of.isoformat()))
