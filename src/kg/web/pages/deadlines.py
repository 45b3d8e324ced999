"""The page of deadlines: a timeline, a list, a calendar."""

from __future__ import annotations

from datetime import date
from typing import cast
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from kg.analysis.deadlines import due_dates, is_overdue
from kg.exports.ics import make_calendar
from kg.exports.request import Request
from kg.store import Store
from kg.web.api.deadlines import LISTING
from kg.web.api.listing import count_by
from kg.web.api.lists import Wanted, deadline_builder, deadline_conditions, list_page
from kg.web.api.parameters import DeadlineParameters
from kg.web.api.schemas import Deadline
from kg.web.pages.choices import busy_departments
from kg.web.pages.drawing import draw_timeline
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import parameters, whole

router = APIRouter(include_in_schema=False)

_LENGTH, _ALL = 50, 5000
_FILTERS = ("type", "department", "document", "domain", "before", "after", "as_of", "overdue")


def _all(view: View, given: DeadlineParameters) -> list[Deadline]:
    _, found = list_page(
        view.reader,
        given.model_copy(update={"offset": 0}),
        LISTING,
        deadline_builder(given),
        sort="due",
        limit=_ALL,
        wanted=deadline_conditions(given, view.reader.base),
    )
    return found


@router.get("/deadlines")
def show_deadlines(view: ViewDependency) -> Response:
    """Show deadlines as of a day."""
    given = parameters(view.request, DeadlineParameters, view.lang, _FILTERS)
    as_of = given.as_of or date.today()
    wanted = deadline_conditions(given, view.reader.base)
    days, undated = _days(view, wanted)
    past = sum(number for day, number in days if is_overdue(day, as_of))
    given = given.model_copy(update={"offset": whole(view.request, "offset")})
    total, found = list_page(
        view.reader,
        given,
        LISTING,
        deadline_builder(given),
        sort="due",
        limit=_LENGTH,
        wanted=wanted,
    )
    query = {name: value for name in _FILTERS if (value := getattr(given, name)) is not None}
    asked = urlencode({"lang": view.lang, **query})
    return view.page(
        "deadlines.html",
        deadlines=found,
        total=total,
        limit=_LENGTH,
        offset=given.offset,
        as_of=as_of,
        past=past,
        coming=sum(number for _, number in days) - past,
        undated=undated,
        departments=busy_departments(view),
        department=given.department,
        type=given.type,
        overdue=given.overdue,
        timeline=draw_timeline(days, as_of, view.t("时间轴", "Timeline")),
        ics=f"/deadlines.ics?{asked}",
        download=f"/api/deadlines?{asked}",
    )


def _days(view: View, wanted: Wanted) -> tuple[list[tuple[date, int]], int]:
    """Return how many deadlines end on each day, and how many on none that could be computed."""
    counts = count_by(view.reader, LISTING, wanted, "due")
    undated = counts.pop(None, 0)
    days = [(date.fromisoformat(key[:10]), number) for key, number in counts.items() if key]
    return sorted(days), undated


@router.get("/deadlines.ics")
def give_calendar(view: ViewDependency) -> Response:
    """Give the dated and recurring deadlines as a calendar to subscribe to."""
    given = parameters(view.request, DeadlineParameters, view.lang, _FILTERS)
    as_of, store = given.as_of or date.today(), cast(Store, view.reader.store)
    listed = {each.iri for each in _all(view, given)}
    dates = [each for each in due_dates(store, as_of=as_of) if each.iri in listed]
    wanted = Request(store, view.reader.base, view.lang, as_of)
    headers = {"Content-Disposition": 'attachment; filename="deadlines.ics"'}
    return Response(make_calendar(wanted, dates), 200, headers, "text/calendar; charset=utf-8")
