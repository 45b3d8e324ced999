"""Times in questions: a day or an end of year to be met, a span, a recurrence."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from kg.answers.frame import TimeSpan

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
_NAME = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_BY = r"(?:by|before|until|no later than|prior to)?\s*"
_RECURRING = (
    (r"每(?:个)?季度|一季度一次|quarterly|every quarter|each quarter|once a quarter", "P3M"),
    (r"每半年|half-yearly|every six months|twice a year", "P6M"),
    (r"每(?:个)?月|monthly|every month|each month", "P1M"),
    (r"每(?:一)?年|一年一次|年度|annually|annual|every year|each year|yearly|once a year", "P1Y"),
)


def _last(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _day(m: re.Match[str]) -> TimeSpan:
    day = f"{int(m[1])}-{int(m[2]):02d}-{int(m[3]):02d}"
    return TimeSpan("by", end=day, text=m[0])


def _english_day(m: re.Match[str]) -> TimeSpan:
    return TimeSpan("by", end=f"{m[3]}-{_MONTHS[m[1]]:02d}-{int(m[2]):02d}", text=m[0])


def _day_english(m: re.Match[str]) -> TimeSpan:
    return TimeSpan("by", end=f"{m[3]}-{_MONTHS[m[2]]:02d}-{int(m[1]):02d}", text=m[0])


def _year_end(m: re.Match[str]) -> TimeSpan:
    return TimeSpan("by", end=f"{m[1]}-12-31", text=m[0])


def _month(m: re.Match[str]) -> TimeSpan:
    year, month = int(m[1]), int(m[2])
    return TimeSpan("in", f"{year}-{month:02d}-01", _last(year, month), m[0])


def _english_month(m: re.Match[str]) -> TimeSpan:
    year, month = int(m[2]), _MONTHS[m[1]]
    return TimeSpan("in", f"{year}-{month:02d}-01", _last(year, month), m[0])


def _year(m: re.Match[str]) -> TimeSpan:
    return TimeSpan("in", f"{m[1]}-01-01", f"{m[1]}-12-31", m[0])


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], TimeSpan]], ...] = (
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"), _day),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), _day),
    (re.compile(rf"{_NAME}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"), _english_day),
    (re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_NAME},? (\d{{4}})"), _day_english),
    (re.compile(r"(\d{4})年?(?:年底|底|末|年末|12月底)"), _year_end),
    (re.compile(rf"(?:{_BY})(?:the )?end of (?:the year )?(\d{{4}})|end-(\d{{4}})"), _year_end),
    (re.compile(r"(\d{4})年(\d{1,2})月"), _month),
    (re.compile(rf"{_NAME},? (\d{{4}})"), _english_month),
    (re.compile(r"(\d{4})年(?:之前|以前|前)"), _year_end),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)"), _year),
)


def read_time(text: str) -> TimeSpan | None:
    """The first time that a folded question names; None without one."""
    for pattern, value in _RECURRING:
        match = re.search(pattern, text)
        if match:
            return TimeSpan("recurring", end=value, text=match[0])
    for regex, reader in _READERS:
        match = regex.search(text)
        if match and match[1]:
            return reader(match)
    return None
