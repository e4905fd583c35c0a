"""Monthly cohorts from a walk: the cells of `cohorts.monthly_cohorts`."""

from __future__ import annotations

from datetime import date

import numpy as np

from lazo.analytics.arrays.members import Flags
from lazo.analytics.arrays.months import MonthRows
from lazo.analytics.pace import MonthReturns
from lazo.analytics.tuples import Ints

NOBODY = -1
LOW_BITS = 26


class Cohorts:
    """Counts, month by month, who of each cohort bought and for how much."""

    def __init__(self, members: int) -> None:
        self._cohort = np.full(members, NOBODY, dtype=np.int16)
        self._months: list[date] = []
        self._cells: list[tuple[int, int, int, int]] = []
        self._returns: list[MonthReturns] = []
        self._customers = 0

    def take(self, rows: MonthRows) -> None:
        """Count a month: its new customers are its cohort."""
        number = len(self._months)
        self._months.append(date.fromordinal(date(1970, 1, 1).toordinal() + rows.start))
        bought = rows.bought
        before = self._cohort[rows.who] != NOBODY
        new = rows.who[bought & ~before]
        self._cohort[new] = number
        cohort = self._cohort[rows.who]
        known = cohort != NOBODY
        self._returns.append(self._returned(rows, before))
        self._customers += len(new)
        cohort = cohort[known].astype(np.int64)
        rows_of = np.bincount(cohort, minlength=number + 1)
        active = np.bincount(cohort[bought[known]], minlength=number + 1)
        money = sums_by(cohort, rows.money[known], number + 1)
        found = np.flatnonzero(rows_of).tolist()
        self._cells += [(one, number, int(active[one]), int(money[one])) for one in found]

    def returns(self) -> list[MonthReturns]:
        """What each month brought of those who were known before it, the oldest first."""
        return list(self._returns)

    def _returned(self, rows: MonthRows, before: Flags) -> MonthReturns:
        days = rows.days
        money, returned = (int(values[before].sum()) for values in (rows.money, days))
        return MonthReturns(self._months[-1], self._customers, returned, money, int(days.sum()))

    def cells(self) -> list[tuple[date, int, int, int, int]]:
        """(cohort, month offset, customers, active, money), the oldest first."""
        size = np.bincount(self._cohort[self._cohort != NOBODY].astype(np.int64), minlength=len(self._months))
        cells = [
            (self._months[cohort], _offset(self._months[cohort], self._months[month]), int(size[cohort]), active, money)
            for cohort, month, active, money in self._cells
        ]
        return sorted(cells)


def sums_by(group: Ints, values: Ints, groups: int) -> Ints:
    """The sum of the values of each group as int64, exact: two sums of doubles, each of halves that cannot round."""
    high = np.bincount(group, values >> LOW_BITS, minlength=groups)
    low = np.bincount(group, values & ((1 << LOW_BITS) - 1), minlength=groups)
    return (high.astype(np.int64) << LOW_BITS) + low.astype(np.int64)


def _offset(start: date, month: date) -> int:
    return (month.year - start.year) * 12 + month.month - start.month
