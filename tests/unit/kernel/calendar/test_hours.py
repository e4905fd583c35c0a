"""Business hours, in the local time of the place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from lazo.kernel.calendar.calendar import Calendar, UnableToFindBusinessDay
from lazo.kernel.calendar.hours import BusinessHours

BOGOTA, SANTIAGO = ZoneInfo("America/Bogota"), ZoneInfo("America/Santiago")
OFFICE = BusinessHours(Calendar("CO"), BOGOTA)


def at(day: int, hour: int, minute: int = 0, *, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(9, 7, 59), False),
        (at(9, 8), True),
        (at(9, 17, 59), True),
        (at(9, 18), False),
        (at(10, 9), False),
        (at(12, 9), False),
        (datetime(2026, 1, 9, 22, 30, tzinfo=UTC), True),
    ],
)
def test_it_is_open_from_the_first_minute_to_before_the_last(moment: datetime, is_open: bool) -> None:
    assert OFFICE.is_open(moment) == is_open


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(9, 9), at(9, 12), 3),
        (at(9, 17), at(13, 9), 2),
        (at(9, 6), at(9, 20), 10),
        (at(10, 9), at(11, 9), 0),
        (at(9, 12), at(9, 9), 0),
    ],
)
def test_only_business_time_passes(start: datetime, end: datetime, hours: int) -> None:
    assert OFFICE.duration(start, end) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (at(9, 9), 3, at(9, 12)),
        (at(9, 17), 2, at(13, 9)),
        (at(9, 8), 10, at(9, 18)),
        (at(10, 9), 0, at(13, 8)),
        (at(9, 20), 1, at(13, 9)),
        (at(9, 9), 0, at(9, 9)),
    ],
)
def test_a_promise_in_business_hours_ends_when_they_have_passed(
    start: datetime, hours: int, expected: datetime
) -> None:
    assert OFFICE.add(start, timedelta(hours=hours)) == expected


def test_a_change_of_clocks_at_night_does_not_lengthen_the_day() -> None:
    night_shift = BusinessHours(
        Calendar("CL", weekend=frozenset()), SANTIAGO, {5: ((time(20), time(23)),), 6: ((time(0), time(4)),)}
    )
    start = datetime(2026, 9, 5, 20, tzinfo=SANTIAGO)
    # Chile's clocks go from 24:00 to 01:00 that night: Sunday's first hour does not exist.
    assert night_shift.duration(start, start + timedelta(days=1)) == timedelta(hours=6)


def test_hours_that_never_open_are_refused() -> None:
    never = BusinessHours(Calendar("CO"), BOGOTA, {})
    with pytest.raises(UnableToFindBusinessDay):
        never.add(at(9, 9), timedelta(hours=1))


def test_the_calendar_decides_the_day() -> None:
    closed = BusinessHours(Calendar("CO", closed=frozenset({date(2026, 1, 9)})), BOGOTA)
    assert closed.add(at(9, 9), timedelta(hours=1)) == at(13, 9)
