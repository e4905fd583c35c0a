"""The pace of a company: what customers who were already known bring per day, counted and not modelled.

New customers are left out, so that a company that grows does not look as if everyone came back more. The mean of the last
twelve months holds every season once. Where the last months brought more than twice, or less than half, of what the year
before them did, and a year ago they did not, something has changed, and the pace is that of the months since then.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lazo.analytics.tuples import Floats

YEAR = 12
TWO_YEARS = 24
LEAST_SHARE = 0.5
"""A month of which less has passed says too little."""
BREAK = 2.0
SEASON_GAIN = 0.75
"""A season is believed if it would have foreseen the months of the last year with at most this share of a flat year's error."""


@dataclass(frozen=True, slots=True)
class MonthReturns:
    """A calendar month: customers `known` since an earlier one, their purchase days and money, and everyone's purchase days."""

    start: date
    known: int
    days: int
    money: int
    all_days: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Purchase days and money (minor units) per known customer and day, counted over `months`.

    `all_purchases` are purchase days of everyone per day, first ones included. `season` holds twelve factors, January first,
    that average 1; null where two years do not agree on one.
    """

    purchases: float
    money: float
    all_purchases: float
    months: int
    is_break: bool
    season: tuple[float, ...] | None = None

    def factor(self, after: date, days: int) -> float:
        """By how much the `days` after a day differ from as many of an ordinary year; 1 without a season."""
        if self.season is None:
            return 1.0
        total, start, left = 0.0, after + timedelta(days=1), days
        while left > 0:
            inside = min(left, _length(start) - start.day + 1)
            total += inside * self.season[start.month - 1]
            start, left = start + timedelta(days=inside), left - inside
        return total / days


def pace_of(months: Sequence[MonthReturns], *, until: date) -> Pace | None:
    """The pace at the end of `until`, from the months in their order; null while nobody was known for half a month.

    Months after `until` do not count, and of the month that `until` cuts `months` must hold what came until then.
    """
    known = _filled([month for month in months if month.start <= until])
    if known and _share(known[-1], until) < LEAST_SHARE:
        known.pop()
    known = [month for month in known if month.known > 0]
    if not known:
        return None
    exposure = np.array([month.known * _days(month, until) for month in known])
    days, money = (np.array([getattr(month, name) for month in known], dtype=np.float64) for name in ("days", "money"))
    taken = _months_since_break(days / exposure, days, exposure)
    last = slice(len(known) - (taken or min(YEAR, len(known))), None)
    length = float(sum(_days(month, until) for month in known[last]))
    return Pace(
        purchases=float(days[last].sum() / exposure[last].sum()),
        money=float(money[last].sum() / exposure[last].sum()),
        all_purchases=sum(month.all_days for month in known[last]) / length,
        months=len(known[last]),
        is_break=taken > 0,
        season=None if taken else _season(known, until, days / exposure),
    )


def whole_until(months: Sequence[MonthReturns], day: date) -> Pace | None:
    """The pace at the end of an earlier day, from the months that were over by then."""
    over = [month for month in months if month.start + timedelta(days=_length(month.start) - 1) <= day]
    return pace_of(over, until=over[-1].start + timedelta(days=_length(over[-1].start) - 1)) if over else None


def _months_since_break(rate: Floats, days: Floats, exposure: Floats) -> int:
    """How many of the last months belong to a new pace; 0 where nothing broke, or two years are not seen."""
    if len(rate) < TWO_YEARS:
        return 0
    year, before = (float(days[part].sum() / exposure[part].sum()) for part in (slice(-13, -1), slice(-25, -13)))
    if not _is_off(rate[-1], year) or (
        rate[-13] > 0 and not _is_off(rate[-1] / max(year, 1e-300), rate[-13] / before if before else 0)
    ):
        return 0
    since = 1
    while since < YEAR and rate[-1] / BREAK <= rate[-1 - since] <= BREAK * rate[-1]:
        since += 1
    return since


def _is_off(one: float, other: float) -> bool:
    return one > BREAK * other or one < other / BREAK


def _season(months: Sequence[MonthReturns], until: date, rate: Floats) -> tuple[float, ...] | None:
    """Each month's rate against the mean of its year, over the last two whole years, if the first foresees the second."""
    whole = rate if _share(months[-1], until) >= 1 else rate[:-1]
    ends = months[len(whole) - 1].start.month if len(whole) else 0
    if len(whole) < TWO_YEARS:
        return None
    first, second = whole[-TWO_YEARS:-YEAR], whole[-YEAR:]
    if first.mean() <= 0 or second.mean() <= 0:
        return None
    first, second = first / first.mean(), second / second.mean()
    if np.abs(second - first).sum() > SEASON_GAIN * np.abs(second - 1).sum():
        return None
    return tuple(float(factor) for factor in np.roll((first + second) / 2, ends % YEAR))


def _filled(months: Sequence[MonthReturns]) -> list[MonthReturns]:
    """With the months in which nothing came."""
    found: list[MonthReturns] = []
    for month in months:
        while found and (following := _next(found[-1].start)) < month.start:
            found.append(MonthReturns(following, max(found[-1].known, 0), 0, 0, 0))
        found.append(month)
    return found


def _share(month: MonthReturns, until: date) -> float:
    return _days(month, until) / _length(month.start)


def _days(month: MonthReturns, until: date) -> int:
    return min(_length(month.start), (until - month.start).days + 1)


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _next(start: date) -> date:
    return (start + timedelta(days=31)).replace(day=1)
