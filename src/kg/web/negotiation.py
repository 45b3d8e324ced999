"""Choose what to answer with from an Accept header: one function for every route."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 16_384


def negotiate(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that the client likes best, None where it likes none.

    Quality comes first, then how exactly the client named the type, then the order of the offer.
    What cannot be understood in the header is passed over; a header of absurd length is no wish.

    >>> negotiate("text/csv;q=0.5, text/*", ["text/csv", "text/turtle"])
    'text/turtle'
    >>> negotiate(None, ["text/csv"])
    'text/csv'

    Args:
        accept: the header; None or empty accepts everything.
        offered: media types, the preferred one first.
    """
    if accept is None or not accept.strip() or len(accept) > _LONGEST:
        return offered[0] if offered else None
    ranges = _parsed(accept)
    if not ranges:
        return offered[0] if offered else None
    best: tuple[float, int] = (0.0, -1)
    chosen = None
    for media_type in offered:
        rank = _rank(media_type, ranges)
        if rank[0] > 0 and rank > best:
            best, chosen = rank, media_type
    return chosen


def _parsed(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name.count("/") == 1 and all(name.split("/")):
            ranges.append((name.lower(), _quality(parameters)))
    return ranges


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 1.0
    return 1.0


def _rank(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """Quality and exactness by the most exact range that covers the type."""
    found = (0.0, -1)
    exactness = -1
    for name, quality in ranges:
        covers = _covers(name, media_type)
        if covers > exactness:
            exactness, found = covers, (quality, covers)
    return found


def _covers(name: str, media_type: str) -> int:
    if name == media_type:
        return 2
    if name == "*/*":
        return 0
    head, _, tail = name.partition("/")
    return 1 if tail == "*" and media_type.startswith(f"{head}/") else -1
