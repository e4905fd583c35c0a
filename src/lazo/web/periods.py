"""Periods that end on a given day: what pages compare and draw."""

import itertools
from calendar import monthrange
from datetime import date

QUARTERS = 8
MONTHS_OF_QUARTER = 3


def months_before(day: date, months: int) -> date:
    """The same day `months` ago, the last one of a shorter month; from the end of a month, the end of a month."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    last = monthrange(year, month + 1)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends else min(day.day, last))


def quarters_until(until: date, count: int = QUARTERS) -> list[tuple[date, date]]:
    """`count` periods of three months, the oldest first, each after its first day and up to its second; the last ends on `until`."""
    ends = [months_before(until, MONTHS_OF_QUARTER * n) for n in range(count, -1, -1)]
    return list(itertools.pairwise(ends))


def calendar_quarter(until: date) -> int:
    """Which quarter of the year ends on `until`, 1 to 4; 0 where none does."""
    is_end = until.month % MONTHS_OF_QUARTER == 0 and until.day == monthrange(until.year, until.month)[1]
    return until.month // MONTHS_OF_QUARTER if is_end else 0
