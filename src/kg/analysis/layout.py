"""Places for the nodes of drawings: computed, not simulated, so the same graph looks the same.

Places are in the units of the drawing, in which a node is about 40 wide and a label 120.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

Places = dict[str, tuple[float, float]]

_LABEL = 190.0
_RING = 190.0
_AROUND = 80.0
_ABREAST = 3
_ONE_RING = 7
_MOSTLY = 0.5


def star(center: str, others: Sequence[str]) -> Places:
    """Return the centre in the middle and the others on rings around it, in their order."""
    places: Places = {center: (0.0, 0.0)}
    at, ring, taken = 0, 1, list[float]()
    while at < len(others):
        room = min(10 * ring, len(others) - at)
        first = _clear_of(taken, 2 * math.pi / room) if taken else -math.pi / 2
        for step, iri in enumerate(others[at : at + room]):
            turn = first + 2 * math.pi * step / room
            taken.append(turn)
            x, y = _RING * ring * math.cos(turn) * 1.25, _RING * ring * math.sin(turn)
            places[iri] = (round(x, 1), round(y, 1))
        at, ring = at + room, ring + 1
    return places


def _clear_of(taken: Sequence[float], step: float) -> float:
    """Return where a ring begins so that its lines to the centre pass between the nodes inside."""

    def nearest(first: float) -> float:
        return min(abs((turn - first + step / 2) % step - step / 2) for turn in taken)

    return max((step * part / 16 for part in range(16)), key=nearest)


def clusters(
    fields: Sequence[str],
    bodies: Sequence[str],
    leads: Iterable[tuple[str, str, int]],
    first: Mapping[str, str],
) -> Places:
    """Return each leading body with the fields it leads around it, the largest clusters first.

    Fields that nobody leads and bodies that never lead follow in rows of their own, so that both
    stand out. Where most fields have no lead, as in plans that only list names, a field stands
    with the body that is named first.

    Args:
        fields: domains and sections.
        bodies: bodies.
        leads: body, field and number of duties.
        first: for fields the body that is named first.
    """
    ties = sorted(leads)
    leader = _leaders(ties)
    if len(leader) < _MOSTLY * len(fields):
        leader = {each: first[each] for each in fields if each in first} | leader
    around: dict[str, list[str]] = {}
    for each in fields:
        if each in leader:
            around.setdefault(leader[each], []).append(each)
    # A body that only leads beside others stands with them, not among those that never lead.
    for body, each, _ in ties:
        if body not in around and body not in around[leader[each]]:
            around[leader[each]].append(body)
    places, bottom = _shelves(around)
    orphans = [each for each in fields if each not in leader]
    idle = [each for each in bodies if each not in places]
    bottom = _rows(places, orphans, bottom + 60)
    _rows(places, idle, bottom + 60)
    return places


def _leaders(ties: Sequence[tuple[str, str, int]]) -> dict[str, str]:
    """Return for each field the body that leads most of its duties."""
    best: dict[str, tuple[int, str]] = {}
    for body, each, weight in ties:
        best[each] = max(best.get(each, (0, "")), (weight, body))
    return {each: body for each, (_, body) in best.items()}


def _shelves(around: Mapping[str, Sequence[str]]) -> tuple[Places, float]:
    """Place clusters from left to right in shelves; return where the last one ends."""
    ordered = sorted(around, key=lambda body: (-len(around[body]), body))
    sizes = {body: _size(len(around[body])) for body in ordered}
    width = max(1700.0, math.sqrt(2.6 * sum(wide * high for wide, high in sizes.values())))
    places: Places = {}
    x = y = tallest = 0.0
    for body in ordered:
        wide, high = sizes[body]
        if x and x + wide > width:
            x, y, tallest = 0.0, y + tallest, 0.0
        tallest = max(tallest, high)
        _rosette(places, body, around[body], (x + wide / 2, y))
        x += wide
    return places, y + tallest


def _size(number: int) -> tuple[float, float]:
    if number <= _ABREAST:
        return max(number, 1) * _LABEL + 20, 270.0
    reach = _rings(number)[-1][0] + _AROUND
    return 2 * reach, 2 * reach


def _rings(number: int) -> list[tuple[float, int]]:
    """Return radius and number of places of the rings that hold so many nodes."""
    if number <= _ONE_RING:
        return [(max(_LABEL, 34.0 * number), number)]
    rings, left, radius = [], number, 165.0
    while left > 0:
        room = min(left, int(2 * math.pi * radius / _LABEL))
        rings.append((radius, room))
        left, radius = left - room, radius + 135
    return rings


def _rosette(places: Places, body: str, members: Sequence[str], top: tuple[float, float]) -> None:
    """Place a body with its members: a few abreast above it, more on rings around it."""
    x, y = top
    if len(members) <= _ABREAST:
        for at, iri in enumerate(members):
            places[iri] = (round(x + (at - (len(members) - 1) / 2) * _LABEL, 1), y + 40)
        places[body] = (round(x, 1), y + 170)
        return
    y += _size(len(members))[1] / 2
    places[body] = (round(x, 1), round(y, 1))
    at = 0
    for turn_by, (radius, room) in enumerate(_rings(len(members))):
        for step, iri in enumerate(members[at : at + room]):
            turn = 2 * math.pi * step / room - math.pi / 2 + turn_by * 0.3
            places[iri] = (
                round(x + radius * math.cos(turn), 1),
                round(y + radius * math.sin(turn), 1),
            )
        at += room


def _rows(places: Places, iris: Sequence[str], top: float) -> float:
    """Place nodes in rows below and return where the rows end."""
    width = max((x for x, _ in places.values()), default=_LABEL * 10)
    room = max(4, int(width / _LABEL) + 1, math.ceil(math.sqrt(len(iris) * 1.4)))
    for at, iri in enumerate(iris):
        places[iri] = (_LABEL * (at % room), top + 130.0 * (at // room))
    return top + 130.0 * math.ceil(len(iris) / room)


def shelves(rows: Sequence[Sequence[str]], cell: tuple[float, float]) -> Places:
    """Return groups of nodes under each other, each in the middle of as many lines as it needs."""
    places: Places = {}
    y, most = 0.0, min(12, max(5, math.ceil(math.sqrt(1.6 * sum(map(len, rows))))))
    for row in rows:
        lines = math.ceil(len(row) / most)
        width = math.ceil(len(row) / max(lines, 1))
        for start in range(0, len(row), max(width, 1)):
            line = row[start : start + width]
            for at, iri in enumerate(line):
                places[iri] = (round((at - (len(line) - 1) / 2) * cell[0], 1), y)
            y += cell[1]
        y += cell[1] * 0.15
    return places


def within_frame(places: Places) -> Places:
    """Return places between -1 and 1, with their proportions."""
    if not places:
        return {}
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    half = max(max(xs) - min(xs), max(ys) - min(ys), 1.0) / 2
    return {
        iri: (round((x - middle[0]) / half, 4), round((y - middle[1]) / half, 4))
        for iri, (x, y) in places.items()
    }
