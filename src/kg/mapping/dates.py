"""ISO values of deadlines and metadata as first and last days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(text: str | None) -> date | None:
    """Return the first day of an ISO day, month or year; None where the text is none."""
    found = _DAY.match(text or "")
    if not found:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    return _checked(year, month, day)


def last_day(text: str | None) -> date | None:
    """Return the last day of an ISO day, month or year; None where the text is none."""
    found = _DAY.match(text or "")
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not (1 <= month <= 12 and year >= 1):
        return None
    return _checked(year, month, int(found[3]) if found[3] else monthrange(year, month)[1])


def interval(value: str | None) -> tuple[date | None, date | None]:
    """Return the first and last day of ``a/b``, or None and the last day of a single value."""
    begin, slash, end = (value or "").partition("/")
    if slash and not begin.startswith("R"):
        return first_day(begin), last_day(end)
    return None, None if begin.startswith("R") else last_day(begin)


def period(value: str | None) -> str | None:
    """Return the duration of a repeating interval: ``R/P1Y`` and ``R/2020-01/P1Y`` give ``P1Y``."""
    parts = (value or "").split("/")
    if not parts[0].startswith("R"):
        return None
    durations = [part for part in parts[1:] if part.startswith("P")]
    return durations[0] if durations else None


def _checked(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
