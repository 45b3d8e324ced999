"""ICS: deadlines as a calendar, recurring duties with their rule, with reminders."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from kg.analysis import DueDate, Words, due_dates
from kg.analysis.labels import labels_of
from kg.analysis.rows import ask, text
from kg.errors import QueryError
from kg.exports.lists import ROLES
from kg.exports.request import Format, Request

_RECURRENCE = re.compile(
    r"R\d*/(?:(?P<start>\d{4}-\d{2}-\d{2})/)?P(?P<n>\d+)(?P<unit>[YMWD])(?:/.*)?"
)
_FREQUENCY = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}
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
        if each.state not in ("open",)
    ]
    if not dates and (request.body or request.domain):
        wanted = request.body or request.domain
        raise QueryError(
            f"cannot make a calendar of '{wanted}'", "it has no dates", "check the IRI"
        )
    calendar = Calendar()
    calendar.add("prodid", "-//responsibility-kg//kg//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", request.say("责任时限", "Deadlines of duties"))
    named = {iri for each in dates for iri in (*each.holders, *each.domains, each.document)}
    labels = labels_of(request.store, named)
    periods = _periods(request)
    for each in dates:
        event = _event(request, each, labels, periods.get(each.document))
        if event is not None:
            calendar.add_component(event)
    out.write(calendar.to_ical())


def _periods(request: Request) -> dict[str, tuple[date | None, date | None]]:
    rows = ask(
        request.store,
        "?d a rg:Document OPTIONAL { ?d rg:periodStart ?p } OPTIONAL { ?d dct:issued ?i } "
        "OPTIONAL { ?d rg:periodEnd ?to } BIND(COALESCE(?p, ?i) AS ?from)",
        "?d ?from ?to",
    )
    return {text(row["d"]): (_day(row["from"]), _day(row["to"])) for row in rows}


def _day(term: object) -> date | None:
    words = text(term)
    return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else None


def _event(
    request: Request,
    each: DueDate,
    labels: dict[str, Words],
    period: tuple[date | None, date | None] | None,
) -> Event | None:
    """Return the whole-day event of a deadline; None where it has no day."""
    start, end = period or (None, None)
    match = _RECURRENCE.fullmatch(each.value) if each.state == "recurring" else None
    if match:
        day = _first(match, start or request.as_of)
    elif each.due:
        day = each.due
    else:
        return None
    event = Event()
    # A name-based id, so that a calendar read again updates its entries.
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{each.iri} {each.about}')}@responsibility-kg")
    event.add("dtstamp", datetime.combine(request.as_of, time.min, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(each))
    event.add("description", _description(request, each, labels))
    event.add("url", each.about)
    if each.domains:
        event.add("categories", [labels[d].of(request.lang) for d in each.domains if d in labels])
    if match:
        event.add("rrule", _rule(match, end))
    for days in _REMINDERS:
        event.add_component(_alarm(days, _summary(each)))
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


def _rule(match: re.Match[str], end: date | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": _FREQUENCY[match["unit"]], "interval": int(match["n"])}
    if match["unit"] == "M" and not match["start"]:
        rule["bymonthday"] = -1
    if end:
        rule["until"] = end
    return rule


def _alarm(days: int, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _summary(each: DueDate) -> str:
    words = re.sub(r"^[一二三四五六七八九十]+是", "", each.text or each.words)
    short = re.split(r"[。;;]", words)[0]
    return f"{short[:40]}…" if len(short) > 40 else short


def _description(request: Request, each: DueDate, labels: dict[str, Words]) -> str:
    lines = [each.text, request.say(f"时限:{each.words}", f"Deadline: {each.words}")]
    for role, name in ROLES.items():
        bodies = [
            labels[b].of(request.lang) for b, r in each.holders.items() if r == role and b in labels
        ]
        if bodies:
            lines.append(f"{name.of(request.lang)}: {request.say('、', '; ').join(sorted(bodies))}")
    if each.document in labels:
        title = labels[each.document].of(request.lang)
        lines.append(request.say(f"依据:《{title}》", f"Source: {title}"))
    return "\n".join(line for line in lines if line)


FORMAT = Format(
    "ics",
    "text/calendar",
    ".ics",
    Words("日历:时限,含周期和提醒", "Calendar: deadlines with recurrence and reminders"),
    _write,
)
