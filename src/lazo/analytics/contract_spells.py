"""Contracts as spells of whole periods: how many renewals each has passed, and whether it was then lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.survival import Renewals
from lazo.analytics.tuples import Ints

Flags = NDArray[np.bool_]
Days = NDArray[np.int64]
NEVER = np.int64(1 << 40)


@dataclass(frozen=True, slots=True)
class Contracts:
    """One element per contract: days since 1970 of its start and of the first day without it (NEVER while nobody said so), months per period."""

    start: Days
    end: Days
    period: Ints

    def of_period(self, months: int) -> Self:
        """Those that are renewed every so many months."""
        chosen = self.period == months
        return type(self)(self.start[chosen], self.end[chosen], self.period[chosen])

    def begun(self, *, on: date) -> Self:
        """Those that had begun by the end of the day."""
        chosen = self.start <= day_number(on)
        return type(self)(self.start[chosen], self.end[chosen], self.period[chosen])

    def ended(self, *, on: date) -> Flags:
        """Which were over by the end of the day."""
        return np.asarray(self.end <= day_number(on))

    def runs(self, *, on: date) -> Flags:
        """Which had begun and were not over by the end of the day."""
        return np.asarray((self.start <= day_number(on)) & ~self.ended(on=on))

    def passed(self, *, on: date) -> Ints:
        """Renewals each has passed by the day, or had passed when it ended: one that ends on a renewal did not pass it."""
        ended = self.ended(on=on)
        until = np.where(ended, self.end, day_number(on))
        months, exact = _months(self.start, until)
        at_renewal = ended & exact & (months % self.period == 0)
        passed: Ints = np.maximum(months // self.period - at_renewal, 0)
        return passed

    def renewals(self, *, on: date) -> Renewals:
        """What was known by the end of the day, by renewal."""
        known = self.begun(on=on)
        return Renewals.of(known.passed(on=on), known.ended(on=on))


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _months(start: Days, until: Days) -> tuple[Ints, Flags]:
    """Whole months from one day to another, and whether they end on that very day (the last of a shorter month counts)."""
    first, last = start.astype("datetime64[D]"), until.astype("datetime64[D]")
    month, end = first.astype("datetime64[M]"), last.astype("datetime64[M]")
    day = (first - month.astype("datetime64[D]")).astype(np.int64)
    other = (last - end.astype("datetime64[D]")).astype(np.int64)
    length = ((end + 1).astype("datetime64[D]") - end.astype("datetime64[D]")).astype(np.int64)
    due = np.minimum(day, length - 1)
    whole = (end - month).astype(np.int64) - (other < due)
    return np.maximum(whole, 0), other == due
