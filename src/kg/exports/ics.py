"""ICS: deadlines as a calendar, recurring duties with their rule, with reminders."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from kg.analysis import DueDate, Words, due_dates
from kg.analysis.deadlines import read_day, what_is_due
from kg.analysis.labels import labels_of
from kg.analysis.rows import ask, text
from kg.analysis.typography import in_title_marks
from kg.errors import QueryError
from kg.exports.lists import ROLES
from kg.exports.request import Format, Request

_RECURRENCE = re.compile(
    r"R\d*/(?:(?P<start>\d{4}-\d{2}-\d{2})/)?P(?P<n>\d+)(?P<unit>[YMWD])(?:/.*)?"
)
_FREQUENCY = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}
_REMINDERS = (30, 7, 1)


def _write(request: Request, out: BinaryIO) -> None:
    dates = [
        each
        for each in due_dates(
            request.store,
            as_of=request.as_of,
            document=request.document,
            body=request.body,
            domain=request.domain,
        )
        if each.state != "open"
    ]
    if not dates and (request.body or request.domain):
        wanted = request.body or request.domain
        raise QueryError(
            f"cannot make a calendar of '{wanted}'", "it has no dates", "check the IRI"
        )
    out.write(make_calendar(request, dates))


def make_calendar(request: Request, dates: Iterable[DueDate]) -> bytes:
    """Return deadlines as a calendar; what has no day and does not recur is left out.

    Args:
        request: the store, the language and the day of making.
        dates: the deadlines.
    """
    listed = list(dates)
    calendar = Calendar()
    calendar.add("prodid", "-//responsibility-kg//kg//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    named = {iri for each in listed for iri in (*each.holders, *each.domains, each.document)}
    asked = [iri for iri in (request.body, request.domain) if iri]
    labels = labels_of(request.store, {*named, *asked})
    title = [request.say("责任时限", "Deadlines of duties")]
    title += [labels[iri].of(request.lang) for iri in asked if iri in labels]
    calendar.add("x-wr-calname", " - ".join(title))
    periods = _periods(request)
    for each in listed:
        event = _event(request, each, labels, periods.get(each.document, (None, None)))
        if event is not None:
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _periods(request: Request) -> dict[str, tuple[date | None, date | None]]:
    rows = ask(
        request.store,
        "?d a rg:Document OPTIONAL { ?d rg:periodStart ?p } OPTIONAL { ?d dct:issued ?i } "
        "OPTIONAL { ?d rg:periodEnd ?to } BIND(COALESCE(?p, ?i) AS ?from)",
        "?d ?from ?to",
    )
    return {text(row["d"]): (read_day(row["from"]), read_day(row["to"])) for row in rows}


def _event(
    request: Request,
    each: DueDate,
    labels: dict[str, Words],
    period: tuple[date | None, date | None],
) -> Event | None:
    """Return the whole-day event of a deadline; None where it has no day."""
    start, end = period
    match = _RECURRENCE.fullmatch(each.value) if each.state == "recurring" else None
    day = _first(match, start or request.as_of) if match else each.due
    if day is None:
        return None
    summary = _summary(request, each, labels)
    event = Event()
    # A name-based id, so that a calendar read again updates its entries.
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{each.iri} {each.about}')}@responsibility-kg")
    event.add("dtstamp", datetime.combine(request.as_of, time.min, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", summary)
    event.add("description", _description(request, each, labels))
    event.add("url", each.about)
    if each.domains:
        event.add("categories", [labels[d].of(request.lang) for d in each.domains if d in labels])
    if match and not (end and end < day):
        event.add("rrule", _rule(match, day, end))
    for days in _REMINDERS:
        if not match or days < _DAYS[match["unit"]] * int(match["n"]):
            event.add_component(_alarm(days, summary))
    return event


def _first(match: re.Match[str], start: date) -> date:
    """Return the last day of the first period: by then the duty must have been done once."""
    if match["start"]:
        return date.fromisoformat(match["start"])
    number, unit = int(match["n"]), match["unit"]
    if unit == "Y":
        return date(start.year + number - 1, 12, 31)
    if unit == "M":
        months = ((start.month - 1) // number + 1) * number
        year, month = start.year + (months - 1) // 12, (months - 1) % 12 + 1
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return start + timedelta(days=number * (7 if unit == "W" else 1) - 1)


def _rule(match: re.Match[str], first: date, end: date | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": _FREQUENCY[match["unit"]], "interval": int(match["n"])}
    # The 31st would leave out the shorter months.
    if match["unit"] == "M" and (first + timedelta(days=1)).day == 1:
        rule["bymonthday"] = -1
    if end:
        rule["until"] = end
    return rule


def _alarm(days: int, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    # Whole days begin at midnight, when nobody reads a reminder: nine in the morning.
    alarm.add("trigger", timedelta(days=-days, hours=9))
    return alarm


def _summary(request: Request, each: DueDate, labels: dict[str, Words]) -> str:
    if each.text:
        return what_is_due(each)
    title = labels[each.document].of(request.lang) if each.document in labels else ""
    return request.say(f"{in_title_marks(title)}实施期限届满", f"The period of “{title}” ends")


def _description(request: Request, each: DueDate, labels: dict[str, Words]) -> str:
    lines = [each.text, request.say(f"时限：{each.words}", f"Deadline: {each.words}")]
    for role, name in ROLES.items():
        bodies = [
            labels[b].of(request.lang) for b, r in each.holders.items() if r == role and b in labels
        ]
        if bodies:
            listed = request.say("、", "; ").join(bodies)
            lines.append(request.say(f"{name.zh}：{listed}", f"{name.en.capitalize()}: {listed}"))
    if each.document in labels:
        title = labels[each.document].of(request.lang)
        lines.append(request.say(f"依据：{in_title_marks(title)}", f"Source: {title}"))
    return "\n".join(line for line in lines if line)


FORMAT = Format(
    "ics",
    "text/calendar",
    ".ics",
    "deadlines",
    Words("日历:时限,含周期和提醒", "Calendar: deadlines with recurrence and reminders"),
    _write,
)
