"""Business hours: how long the company has really had to answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lazo.kernel.calendar.calendar import LONGEST_CLOSURE, Calendar, UnableToFindBusinessDay

WEEKDAYS = {day: ((time(8), time(18)),) for day in range(5)}

Spans = dict[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True)
class BusinessHours:
    """`spans` are the opening hours [from, to) by day of the week (0 is Monday), in the local time of `zone`.

    Instants are aware. A day counts when the calendar says that it is a business day; the spans say which week that is.
    """

    calendar: Calendar
    zone: ZoneInfo
    spans: Spans = field(default_factory=lambda: dict(WEEKDAYS))

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._open(at.astimezone(self.zone).date()))

    def duration(self, start: datetime, end: datetime) -> timedelta:
        """How much business time lies in [start, end); nothing when `end` is not after `start`."""
        total = timedelta()
        day = start.astimezone(self.zone).date()
        while day <= end.astimezone(self.zone).date():
            for opens, closes in self._open(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += timedelta(days=1)
        return total

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The instant at which `duration` of business time has passed since `start`.

        Nothing to pass means the first open instant from `start` on. Raises UnableToFindBusinessDay.
        """
        left = duration
        for opens, closes in self._open_from(start):
            begins = max(opens, start)
            if closes - begins > left or (left and closes - begins == left):
                return begins + left
            left -= closes - begins
        raise UnableToFindBusinessDay(self.calendar.country)

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day, idle = start.astimezone(self.zone).date(), 0
        while idle <= LONGEST_CLOSURE:
            spans = [span for span in self._open(day) if span[1] > start]
            yield from spans
            idle = 0 if spans else idle + 1
            day += timedelta(days=1)

    def _open(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.calendar.is_business_day(day):
            return []
        return [
            (self._instant(day, opens), self._instant(day, closes))
            for opens, closes in self.spans.get(day.weekday(), ())
        ]

    def _instant(self, day: date, at: time) -> datetime:
        # In UTC, because two times of one zone are subtracted as clocks show them, which a change of clocks makes wrong.
        return datetime.combine(day, at, self.zone).astimezone(UTC)
