"""Deadlines: words to ISO dates, intervals and repetitions, with the precision as written.

"2020年6月前" is read as 2020-05-31, the last day before the month begins.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.extraction.clauses import Claims, readable
from kg.extraction.numerals import read_numeral
from kg.extraction.register import Register, Rule
from kg.model import DeadlineType, Precision

_PERIODS = {
    "年": "P1Y",
    "半年": "P6M",
    "季度": "P3M",
    "月": "P1M",
    "周": "P1W",
    "日": "P1D",
    "天": "P1D",
}
_EARSHOT = 4000  # characters in which a year said before still holds
_TITLE = re.compile(r"《[^《》]*》")
_SPACED = re.compile(r"(?<=\d) +(?=[\u4e00-\u9fff\-])|(?<=[\u4e00-\u9fff\-]) +(?=\d)")


@dataclass(frozen=True)
class Clock:
    """What the document says about its own time: date of issue, period, year in its title."""

    published: date | None = None
    period: tuple[date, date] | None = None
    title_year: int | None = None

    @property
    def year(self) -> int | None:
        """The year that a month without a year belongs to."""
        if self.title_year or self.published:
            return self.title_year or (self.published.year if self.published else None)
        return self.period[0].year if self.period else None

    def coming(self, day: date) -> date:
        """The day, or that of the year after where it had passed when the document appeared."""
        passed = self.published is not None and not self.title_year and day < self.published
        later = _day(day.year + 1, day.month, day.day) if passed else None
        return later or day


@dataclass(frozen=True)
class Time:
    """A deadline in a text: its span there and what it means."""

    start: int
    end: int
    type: DeadlineType
    value: str | None
    precision: Precision
    rule: str


def find_times(text: str, clock: Clock, rules: Register) -> Iterator[Time]:
    """All deadlines in folded text; where two rules overlap, the earlier in the register wins."""
    text, places = _squeezed(text)
    claims = Claims(text, (m.span() for m in _TITLE.finditer(text)))
    stretches = list(readable(text))
    found = []
    for rule in rules.stage("deadline"):
        for match in (m for span in stretches for m in rule.regex.finditer(text, *span)):
            start, end = match.span()
            if not claims.free(start, end):
                continue
            meaning = _MEANINGS[rule.key](match, _heard(text, start, clock))
            if meaning is None:
                continue
            claims.take(start, end)
            kind, value, precision = meaning
            span = (places[start], places[end - 1] + 1)
            found.append(Time(*span, kind, value, precision, rule.key))
    yield from sorted(found, key=lambda t: t.start)


def _heard(text: str, start: int, clock: Clock) -> Clock:
    """Where nothing else says the year, the last one that the text named before."""
    if clock.year is not None:
        return clock
    years = re.findall(r"(?:19|20)\d\d(?=年)", text[max(0, start - _EARSHOT) : start])
    return replace(clock, title_year=int(years[-1])) if years else clock


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """The text without the blanks that type-setting puts around digits, and where each stood."""
    if not _SPACED.search(text):
        return text, range(len(text))
    blanks = {i for m in _SPACED.finditer(text) for i in range(*m.span())}
    places = [i for i in range(len(text)) if i not in blanks]
    return "".join(text[i] for i in places), places


_Meaning = tuple[DeadlineType, str | None, Precision] | None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str], clock: Clock) -> int | None:
    written = match.groupdict().get("year")
    return int(written) if written else clock.year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_range(match: re.Match[str], clock: Clock) -> _Meaning:
    year, m1, m2 = int(match["year"]), int(match["m1"]), int(match["m2"])
    if not (1 <= m1 <= 12 and 1 <= m2 <= 12):
        return None
    return "during", f"{date(year, m1, 1)}/{last_day(year, m2)}", "month"


def _date_range(match: re.Match[str], clock: Clock) -> _Meaning:
    m1, m2 = int(match["m1"]), int(match["m2"])
    year2 = int(match["year2"] or match["year"] or 0)
    year1 = int(match["year"] or (year2 if m1 <= m2 else year2 - 1))
    start = _day(year1, m1, int(match["d1"] or 1)) if year2 else None
    if start is None or not 1 <= m2 <= 12 or not (match["year2"] or match["d1"]):
        return None
    end = _day(year2, m2, int(match["d2"])) if match["d2"] else last_day(year2, m2)
    return ("during", f"{start}/{end}", "day" if match["d1"] else "month") if end else None


def _year_range(match: re.Match[str], clock: Clock) -> _Meaning:
    return "during", f"{match['year']}-01-01/{match['year2']}-12-31", "year"


def _recurring_date(match: re.Match[str], clock: Clock) -> _Meaning:
    unit, year = match["unit"], _year(match, clock)
    period = _PERIODS[unit]
    month, day = match["m"], match["d"]
    if unit == "年" and month and year and 1 <= int(month) <= 12:
        start = _day(year, int(month), int(day)) if day else last_day(year, int(month))
        if start and not match["year"] and clock.published and start < clock.published:
            start = (
                last_day(year + 1, int(month)) if not day else _day(year + 1, int(month), int(day))
            )
        return ("recurring", f"R/{start}/{period}", "day") if start else None
    if unit in ("月", "季度") and day and clock.published:
        first = _day(clock.published.year, clock.published.month, int(day))
        if first and first < clock.published:
            first = _next_month(first)
        return ("recurring", f"R/{first}/{period}", "day") if first else None
    return "recurring", f"R/{period}", "none"


def _next_month(day: date) -> date | None:
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return _day(year, month, day.day)


def _recurring_months(match: re.Match[str], clock: Clock) -> _Meaning:
    """6月和12月 of every year are every half-year; other pairs are no one period."""
    first, second = int(match["m"]), int(match["m2"])
    if second - first != 6 or not first:
        return None
    year = _year(match, clock)
    start = f"{last_day(year, first)}/" if year else ""
    return "recurring", f"R/{start}P6M", "month"


def _recurring_quarter(match: re.Match[str], clock: Clock) -> _Meaning:
    year = _year(match, clock)
    first = _day(year, 1, int(match["d"])) if year else None
    return "recurring", f"R/{first}/P3M" if first else "R/P3M", "day"


def _recurring_count(match: re.Match[str], clock: Clock) -> _Meaning:
    period = _PERIODS[match["unit"]]
    written = match["n"]
    if written == "半":
        return "recurring", "R/P6M", "none"
    if written:
        count = read_numeral(written) or 1
        period = f"P{count * (3 if match['unit'] == '季度' else 1)}{'M' if match['unit'] == '季度' else period[-1]}"
    return "recurring", f"R/{period}", "none"


def _recurring_plain(match: re.Match[str], clock: Clock) -> _Meaning:
    return "recurring", f"R/{_PERIODS[match['unit'] or match['unit2']]}", "none"


def _by_date(match: re.Match[str], clock: Clock) -> _Meaning:
    year = _year(match, clock)
    day = _day(year, int(match["m"]), int(match["d"])) if year else None
    if day is None:
        return "by", None, "day"
    return "by", str(day if match["year"] else clock.coming(day)), "day"


def _by_month_end(match: re.Match[str], clock: Clock) -> _Meaning:
    year, month = _year(match, clock), int(match["m"])
    if not 1 <= month <= 12:
        return None
    if year is None:
        return "by", None, "month"
    day = last_day(year, month)
    return "by", str(day if match["year"] else clock.coming(day)), "month"


def _by_month(match: re.Match[str], clock: Clock) -> _Meaning:
    month = int(match["m"])
    if not 1 <= month <= 12:
        return None
    return "by", str(date(int(match["year"]), month, 1) - timedelta(days=1)), "month"


def _year_end(match: re.Match[str], clock: Clock) -> _Meaning:
    return "by", f"{match['year']}-12-31", "year"


def _quarter(match: re.Match[str], clock: Clock) -> _Meaning:
    """三季度末 is a day to be ready by; 上半年 alone is the time to do it in."""
    if match["q"]:
        year, last = int(match["year"]), ("一二三四".find(match["q"]) + 1 or int(match["q"])) * 3
        months = 3
    else:
        year, last = int(match["year2"]), 6 if match["h"] == "上" else 12
        months = 6
    end = last_day(year, last)
    shown: Precision = "quarter" if months == 3 else "half-year"
    if match.group()[-1] in "末底前":
        return "by", str(end), shown
    return "during", f"{date(year, last - months + 1, 1)}/{end}", shown


def _before_year(match: re.Match[str], clock: Clock) -> _Meaning:
    return "by", f"{int(match['year']) - 1}-12-31", "year"


def _session(match: re.Match[str], clock: Clock) -> _Meaning:
    month = int(match["m"])
    if not 1 <= month <= 12:
        return None
    if clock.year is None:
        return "during", None, "month"
    return "during", f"{date(clock.year, month, 1)}/{last_day(clock.year, month)}", "month"


def _in_month(match: re.Match[str], clock: Clock) -> _Meaning:
    year, month = int(match["year"]), int(match["m"])
    if not 1 <= month <= 12:
        return None
    return "during", f"{date(year, month, 1)}/{last_day(year, month)}", "month"


def _in_year(match: re.Match[str], clock: Clock) -> _Meaning:
    year = match["year"] or match["year2"]
    return "during", f"{year}-01-01/{year}-12-31", "year"


def _this_year(match: re.Match[str], clock: Clock) -> _Meaning:
    if clock.year is None:
        return "during", None, "year"
    if "底" in match.group():
        return "by", f"{clock.year}-12-31", "year"
    return "during", f"{clock.year}-01-01/{clock.year}-12-31", "year"


def _plan_years(match: re.Match[str], clock: Clock) -> _Meaning:
    if clock.period is None:
        return "during", "P3Y", "year"
    return "during", f"{clock.period[0]}/{clock.period[1]}", "month"


def _after_issue(match: re.Match[str], clock: Clock) -> _Meaning:
    count, unit = int(match["n"]), match["unit"]
    if clock.published and unit in ("日", "天"):
        return "by", str(clock.published + timedelta(days=count)), "day"
    return (
        "relative",
        f"P{count}{'D' if unit in ('日', '天', '工作日') else 'M' if '月' in unit else 'Y'}",
        "none",
    )


def _relative(match: re.Match[str], clock: Clock) -> _Meaning:
    written = match["n"]
    count = read_numeral(written)
    if count is None:
        return None
    unit = match["unit"]
    if unit in ("小时", "分钟"):
        return "relative", f"PT{count}{'H' if unit == '小时' else 'M'}", "none"
    return (
        "relative",
        f"P{count}{'D' if unit in ('工作日', '日', '天') else 'M' if '月' in unit else 'Y'}",
        "none",
    )


def _vague(match: re.Match[str], clock: Clock) -> _Meaning:
    return "relative", None, "none"


def _ongoing(match: re.Match[str], clock: Clock) -> _Meaning:
    return "ongoing", None, "none"


_MEANINGS: dict[str, Callable[[re.Match[str], Clock], _Meaning]] = {
    "deadline.month-range": _month_range,
    "deadline.date-range": _date_range,
    "deadline.year-range": _year_range,
    "deadline.recurring-date": _recurring_date,
    "deadline.recurring-months": _recurring_months,
    "deadline.recurring-quarter": _recurring_quarter,
    "deadline.recurring-count": _recurring_count,
    "deadline.recurring-plain": _recurring_plain,
    "deadline.by-date": _by_date,
    "deadline.cutoff": _by_date,
    "deadline.session": _session,
    "deadline.by-month-end": _by_month_end,
    "deadline.month-list": _by_month_end,
    "deadline.by-month": _by_month,
    "deadline.year-end": _year_end,
    "deadline.quarter": _quarter,
    "deadline.before-year": _before_year,
    "deadline.to-year": _year_end,
    "deadline.month": _in_month,
    "deadline.in-year": _in_year,
    "deadline.year-list": _in_year,
    "deadline.this-year": _this_year,
    "deadline.plan-years": _plan_years,
    "deadline.after-issue": _after_issue,
    "deadline.relative": _relative,
    "deadline.vague": _vague,
    "deadline.ongoing": _ongoing,
}


def meaning_of(rule: Rule) -> Callable[[re.Match[str], Clock], _Meaning]:
    """The function that reads a match of a deadline rule."""
    return _MEANINGS[rule.key]
