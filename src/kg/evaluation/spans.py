"""Annotated and found stretches of text, paired where they overlap."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

Item = dict[str, Any]
_OPEN_END = 10**9


def limits(item: Item) -> tuple[int, int, int]:
    """Return line, start and end; an annotation may leave the end to its text."""
    start, end = item.get("start"), item.get("end")
    if end is None:
        end = _OPEN_END if start is None else start + len(item.get("text", ""))
    return item["line"], start or 0, end


def overlap(one: Item, other: Item) -> int:
    """Return how many characters two stretches share; at least 1 where they overlap at all."""
    (line, start, end), (other_line, other_start, other_end) = limits(one), limits(other)
    if line != other_line:
        return 0
    return max(0, min(end, other_end) - max(start, other_start))


def touches(item: Item, others: Sequence[Item]) -> bool:
    """Whether a stretch overlaps any of the others."""
    return any(overlap(item, other) for other in others)


def pair(
    gold: Sequence[Item], found: Sequence[Item]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair stretches by longest overlap; return the pairs, what was missed and what is extra."""
    shared = sorted(
        (
            (size, i, j)
            for i, one in enumerate(gold)
            for j, other in enumerate(found)
            if (size := overlap(one, other))
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in shared:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return (
        [(gold[i], found[j]) for i, j in pairs.items()],
        [item for i, item in enumerate(gold) if i not in pairs],
        [item for j, item in enumerate(found) if j not in taken],
    )


def fold(text: object) -> str:
    """Return a text without what writers vary: width, spaces and the kind of title marks."""
    folded = "".join(unicodedata.normalize("NFKC", str(text or "")).split())
    return folded.replace("〈", "《").replace("〉", "》").strip("《》")
