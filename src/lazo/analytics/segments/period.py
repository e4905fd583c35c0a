"""Stretches of days as rules say them: fixed, or told from the day on which the rule is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_DAYS = 36_500


class Calendar(StrEnum):
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class LastDays:
    """The last `days` days, that of the question included."""

    days: int


@dataclass(frozen=True, slots=True)
class MoreThanDaysAgo:
    """Everything that is more than `days` days back."""

    days: int


@dataclass(frozen=True, slots=True)
class NextDays:
    """The `days` days after the one of the question; of what is planned, never of what happened."""

    days: int


@dataclass(frozen=True, slots=True)
class InCalendar:
    """A month or year of the calendar, counted from the day of the question."""

    which: Calendar


@dataclass(frozen=True, slots=True)
class Between:
    """From `start` (null: the beginning) and before `before` (null: no end)."""

    start: date | None = None
    before: date | None = None


Period = LastDays | MoreThanDaysAgo | NextDays | InCalendar | Between
EVER = Between()
Bounds = tuple[date | None, date | None]


def bounds(period: Period, *, on: date) -> Bounds:
    """First and last day of the period, both included, as seen on `on`; null where it has no end on that side."""
    match period:
        case LastDays(days):
            return on - timedelta(days=days - 1), on
        case MoreThanDaysAgo(days):
            return None, on - timedelta(days=days + 1)
        case NextDays(days):
            return on + timedelta(days=1), on + timedelta(days=days)
        case InCalendar(which):
            return _calendar(which, on)
        case Between(start, before):
            return start, None if before is None else before - timedelta(days=1)


def until(period: Period, *, on: date) -> tuple[date | None, date]:
    """The bounds of a period in which something happened: nothing is known to have happened after `on`."""
    first, last = bounds(period, on=on)
    return first, on if last is None else min(last, on)


def holds(period: Period, day: date | None, *, on: date) -> bool:
    """Whether a day lies in the period; an unknown one does not."""
    first, last = bounds(period, on=on)
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _calendar(which: Calendar, on: date) -> tuple[date, date]:
    if which in {Calendar.THIS_YEAR, Calendar.LAST_YEAR}:
        year = on.year - (which == Calendar.LAST_YEAR)
        return date(year, 1, 1), date(year, 12, 31)
    first = on.replace(day=1)
    if which == Calendar.LAST_MONTH:
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
