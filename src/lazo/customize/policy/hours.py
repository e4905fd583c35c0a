"""Whether it is a lawful hour where the customer is, and when the next one begins."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from lazo.customize.policy.rule import Rule
from lazo.customize.policy.zones import Clocks

FARTHEST = timedelta(days=400)


def is_open(rule: Rule, *, country: str, clocks: Clocks, at: datetime) -> bool:
    """Whether the hours of a rule are open at that instant in every one of the zones."""
    return all(_is_open(rule, country, zone, at) for zone in clocks)


def opens(rule: Rule, *, country: str, clocks: Clocks, at: datetime) -> datetime | None:
    """The first instant from `at` on at which every zone is open; null where there is none within a year."""
    found = at
    while found - at < FARTHEST:
        closed = [zone for zone in clocks if not _is_open(rule, country, zone, found)]
        if not closed:
            return found
        nexts = [_next(rule, country, zone, found) for zone in closed]
        if None in nexts:
            return None
        found = max(one for one in nexts if one is not None)
    return None


def is_closed_day(rule: Rule, *, country: str, clocks: Clocks, at: datetime) -> bool:
    """Whether nothing is open on the customer's day at all."""
    day = at.astimezone(clocks[0]).date()
    return day.weekday() not in rule.spans or (not rule.holidays and holiday(country, day) is not None)


def holiday(country: str, day: date) -> str | None:
    """The name of the country's public holiday on that day; null on others, and where nobody knows its holidays."""
    from lazo.kernel.calendar.calendar import Calendar  # it loads every country's holidays, which no start needs

    return Calendar(country).holiday(day) if country in _known() else None


def _is_open(rule: Rule, country: str, zone: ZoneInfo, at: datetime) -> bool:
    here = at.astimezone(zone)
    span = rule.spans.get(here.weekday())
    if span is None or (not rule.holidays and holiday(country, here.date()) is not None):
        return False
    return span[0] <= here.time() < span[1]


def _next(rule: Rule, country: str, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The beginning of the next span in one zone after an instant at which it is closed."""
    day, last = at.astimezone(zone).date(), (at + FARTHEST).astimezone(zone).date()
    while day <= last:
        span = rule.spans.get(day.weekday())
        if span is not None and (rule.holidays or holiday(country, day) is None):
            begins = datetime.combine(day, span[0], zone).astimezone(UTC)
            if begins > at:
                return begins
        day += timedelta(days=1)
    return None


@cache
def _known() -> frozenset[str]:
    import holidays  # as above

    return frozenset(holidays.list_supported_countries(include_aliases=False))
