"""Business days of a country: its week, its public holidays, and the days on which the company closes."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

from lazo.kernel.models import ClosedDay

SATURDAY, SUNDAY = 5, 6
LONGEST_CLOSURE = 366


class UnableToKnowHolidays(LookupError):
    """No public holidays are known for that country."""


class UnableToFindBusinessDay(LookupError):
    """The calendar closes for more than a year."""


@dataclass(frozen=True)
class Calendar:
    """The days on which a company works in one country."""

    country: str
    closed: frozenset[date] = field(default_factory=frozenset)
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    @classmethod
    def load(cls, country: str) -> "Calendar":
        """The calendar of `country` (ISO, two letters) with the company's own closed days there and everywhere.

        Raises UnableToKnowHolidays.
        """
        _known(country)
        rows = ClosedDay.objects.filter(country__in=["", country]).values_list("day", flat=True)
        return cls(country, frozenset(rows))

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday on `day`, in the country's own language; null on other days."""
        return _holidays(self.country, day.year).get(day)

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.closed and self.holiday(day) is None

    def next_business_day(self, day: date) -> date:
        """`day` itself when it is one, else the first after it. Raises UnableToFindBusinessDay."""
        for _ in range(LONGEST_CLOSURE):
            if self.is_business_day(day):
                return day
            day += timedelta(days=1)
        raise UnableToFindBusinessDay(self.country)

    def add_business_days(self, day: date, count: int) -> date:
        """The business day `count` business days after `day`; before it when `count` is negative.

        With 0 it is `day` itself or the first business day after it. Raises UnableToFindBusinessDay.
        """
        if count == 0:
            return self.next_business_day(day)
        step = timedelta(days=1 if count > 0 else -1)
        left, idle = abs(count), 0
        while left:
            day += step
            idle = 0 if self.is_business_day(day) else idle + 1
            left -= not idle
            if idle > LONGEST_CLOSURE:
                raise UnableToFindBusinessDay(self.country)
        return day

    def business_days_between(self, start: date, end: date) -> int:
        """How many business days lie in [start, end); negative when `end` is before `start`."""
        if end < start:
            return -self.business_days_between(end, start)
        return sum(self.is_business_day(start + timedelta(days=n)) for n in range((end - start).days))


def _known(country: str) -> None:
    if country not in holidays.list_supported_countries(include_aliases=False):
        raise UnableToKnowHolidays(country)


@cache
def _holidays(country: str, year: int) -> dict[date, str]:
    # In the country's own language; the library would otherwise follow the language of this machine.
    language = getattr(holidays, country).default_language
    return dict(holidays.country_holidays(country, years=year, language=language))
