"""The calendar as another reader of calendars sees it: rules expanded, lines folded, reminders."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from kg.exports import export
from kg.store import Store
from tests.analysis.cases import store_of

PLAN = """阜康市安全生产工作方案
发文单位：阜康市应急管理局
发布日期：2023-02-10
为落实安全生产责任，制定本方案，期限为2023年1月至2025年12月。
一、主要任务
（一）消防安全专项整治。一是每年12月底前完成全部消防设施检测。二是每半年开展一次消防演练。三是每月至少开展一次隐患排查。四是每季度末报送工作总结。五是每两年组织一次评估。六是每周开展巡查。七是每月5日前报送上月数据。八是每年1月底前报送上年度总结。九是2024年6月底前建成消防站。〔市消防救援大队牵头，市应急管理局、公安局按照职责分工负责〕
"""
MADE = date(2023, 3, 1)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with store_of([PLAN]) as made:
        yield made


def calendar_of(store: Store, **options: Any) -> bytes:
    out = io.BytesIO()
    export(store, "ics", out, as_of=MADE, **options)
    return out.getvalue()


def events_of(store: Store, **options: Any) -> list[Any]:
    return list(Calendar.from_ical(calendar_of(store, **options)).walk("VEVENT"))


def event_with(store: Store, words: str) -> Any:
    return next(event for event in events_of(store) if words in event["summary"])


def days_of(event: Any) -> list[date]:
    """Return the days of an event, expanded by another library than the one that wrote it."""
    start = datetime.combine(event["dtstart"].dt, datetime.min.time())
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
    return [each.date() for each in rule]


@pytest.mark.parametrize(
    ("words", "first", "last", "number"),
    [
        ("消防设施检测", date(2023, 12, 31), date(2025, 12, 31), 3),
        ("消防演练", date(2023, 6, 30), date(2025, 12, 31), 6),
        ("隐患排查", date(2023, 1, 31), date(2025, 12, 31), 36),
        ("报送工作总结", date(2023, 3, 31), date(2025, 12, 31), 12),
        ("评估", date(2024, 12, 31), date(2024, 12, 31), 1),
        ("巡查", date(2023, 1, 7), date(2025, 12, 27), 156),
        ("上月数据", date(2023, 3, 5), date(2025, 12, 5), 34),
        ("上年度总结", date(2024, 1, 31), date(2025, 1, 31), 2),
    ],
)
def test_recurring_duties_fall_on_their_days_until_the_plan_ends(
    store: Store, words: str, first: date, last: date, number: int
) -> None:
    days = days_of(event_with(store, words))
    assert (days[0], days[-1], len(days)) == (first, last, number)


def test_reminders_come_in_the_morning_and_less_often_than_the_duty(store: Store) -> None:
    def triggers(words: str) -> list[timedelta]:
        return [alarm["trigger"].dt for alarm in event_with(store, words).walk("VALARM")]

    assert triggers("建成消防站") == [timedelta(days=-n, hours=9) for n in (30, 7, 1)]
    assert triggers("隐患排查") == [timedelta(days=-n, hours=9) for n in (7, 1)]
    assert triggers("巡查") == [timedelta(days=-1, hours=9)]


def test_lines_are_folded_and_ended_as_the_standard_wants(store: Store) -> None:
    data = calendar_of(store)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)


def test_entries_keep_their_ids_and_say_who_leads(store: Store) -> None:
    def ids(**options: Any) -> dict[str, str]:
        events = events_of(store, **options)
        return {str(event["uid"]): str(event["dtstart"].dt) for event in events}

    assert ids() == ids(lang="en")
    assert len(ids()) == 10
    station = event_with(store, "建成消防站")
    assert "牵头：阜康市消防救援大队" in station["description"]
    assert station["dtstart"].params["VALUE"] == "DATE"
    assert event_with(store, "实施期限届满")["dtstart"].dt == date(2025, 12, 31)
