"""Days of the law counted forward: business days by the country's calendar, days, or months."""

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lazo.identify.models.data_request import DataRequest

if TYPE_CHECKING:
    from lazo.kernel.calendar.calendar import Calendar

Unit = DataRequest.Unit
SATURDAY = 5


def last_day(start: date, count: int, *, unit: str, country: str) -> date:
    """The last day of a term of `count` that begins the day after `start`.

    Business days follow the holidays of `country` and the days on which the company closes; without known holidays, the week alone.
    """
    if unit == Unit.MONTHS:
        return _months_later(start, count)
    if unit == Unit.DAYS:
        return start + timedelta(days=count)
    calendar = _calendar(country)
    return calendar.add_business_days(start, count) if calendar else _weekdays_later(start, count)


def days_between(start: date, end: date, *, unit: str, country: str) -> int:
    """How many days of the term [start, end) takes; months are counted in days."""
    if unit != Unit.BUSINESS_DAYS:
        return max((end - start).days, 0)
    calendar = _calendar(country)
    if calendar:
        return max(calendar.business_days_between(start, end), 0)
    return sum((start + timedelta(days=n)).weekday() < SATURDAY for n in range(max((end - start).days, 0)))


def _calendar(country: str) -> "Calendar | None":
    from lazo.kernel.calendar.calendar import Calendar, UnableToKnowHolidays  # they load the holidays of all countries

    try:
        return Calendar.load(country)
    except UnableToKnowHolidays:
        return None


def _weekdays_later(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def _months_later(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
