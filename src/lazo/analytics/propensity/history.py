"""What was known of each customer's purchases at the end of a day, and whether silence followed: month by month, in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lazo.analytics.arrays.members import Flags
from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.tuples import Floats, Ints

WINDOWS = (30, 90, 180, 365)
YEAR = 365
BEYOND = 2.0
"""Silent beyond the own rhythm: twice the usual gap without a purchase (DOMAIN 1.4, RETAIN.inferred)."""
LEAST_GAPS = 2


@dataclass(frozen=True, slots=True)
class Bought:
    """Purchases in any order: `who` is the position of the customer, `day` days since 1970, `amount` minor units (returns left out)."""

    who: Ints
    day: Ints
    amount: Ints


class History:
    """Sums over the purchases up to and including `day` (days since 1970) of `count` customers, and who bought in the `horizon` days after.

    Feed every month once to `add`; a month in which a customer bought on several days counts each day once.
    """

    def __init__(self, count: int, *, day: int, horizon: int) -> None:
        self.day, self.horizon = day, horizon
        self.days = np.zeros(count, dtype=np.int64)
        self.first = np.full(count, np.iinfo(np.int64).max)
        self.last = np.full(count, np.iinfo(np.int64).min)
        self.money = np.zeros(count)
        self.recent_days = np.zeros((len(WINDOWS), count))
        self.recent_money = np.zeros((len(WINDOWS), count))
        self.same_season = np.zeros(count)
        self.came_back: Flags = np.zeros(count, dtype=np.bool_)

    def add(self, bought: Bought) -> None:
        """Count the purchases of a time of which no other part was or will be added."""
        count = len(self.days)
        after = (bought.day > self.day) & (bought.day <= self.day + self.horizon)
        self.came_back[bought.who[after]] = True
        before = bought.day <= self.day
        who, day, amount = bought.who[before], bought.day[before], bought.amount[before].astype(np.float64)
        if not len(who):
            return
        self.money += np.bincount(who, amount, count)
        np.minimum.at(self.first, who, day)
        np.maximum.at(self.last, who, day)
        for place, width in enumerate(WINDOWS):
            inside = day > self.day - width
            self.recent_money[place] += np.bincount(who[inside], amount[inside], count)
        pairs = np.unique(who * (1 << 20) + day)
        who, day = pairs >> 20, pairs & ((1 << 20) - 1)
        self.days += np.bincount(who, minlength=count)
        for place, width in enumerate(WINDOWS):
            self.recent_days[place] += np.bincount(who[day > self.day - width], minlength=count)
        season = (day > self.day - YEAR) & (day <= self.day - YEAR + self.horizon)
        self.same_season += np.bincount(who[season], minlength=count)

    @property
    def ever(self) -> Flags:
        """Who had bought by then."""
        return np.asarray(self.days > 0)

    @property
    def gap(self) -> Floats:
        """Days between two purchases: the own mean from two gaps on, else the median of those who have one, else a year."""
        gaps = self.days - 1
        own = np.where(gaps > 0, (self.last - self.first) / np.maximum(gaps, 1), np.nan)
        enough = self.ever & (gaps >= LEAST_GAPS)
        usual = float(np.median(own[enough])) if enough.any() else float(YEAR)
        return np.maximum(np.where(enough, own, usual), 1.0)

    @property
    def silence(self) -> Ints:
        """Days since the last purchase; undefined of who never bought."""
        return np.asarray(self.day - self.last)

    @property
    def active(self) -> Flags:
        """Who had bought and was within twice the own rhythm: whom the question is about."""
        return self.ever & (np.where(self.ever, self.silence, 0) < BEYOND * self.gap)

    @property
    def fell_silent(self) -> Flags:
        """Who bought nothing in the horizon, and at its end was silent for twice the own rhythm or more."""
        at_end = np.where(self.ever, self.silence, 0) + self.horizon
        return ~self.came_back & (at_end >= BEYOND * self.gap)

    def columns(self, rows: Ints) -> list[ReadColumn]:
        """The features of these customers, by their names in `FACTS`."""
        silence, gap = self.silence[rows].astype(np.float64), self.gap[rows]
        days, money = self.days[rows].astype(np.float64), self.money[rows]
        found = {
            "facts.silence": silence,
            "facts.gap": np.where(days > LEAST_GAPS, gap, np.nan),
            "facts.overdue": silence / gap,
            "facts.days": days,
            "facts.age": (self.day - self.first[rows]).astype(np.float64),
            "facts.ticket": money / np.maximum(days, 1),
            "facts.same_season": self.same_season[rows],
        }
        for place, width in enumerate(WINDOWS):
            found[f"facts.days_{width}"] = self.recent_days[place, rows]
            found[f"facts.money_{width}"] = self.recent_money[place, rows]
        half = self.recent_days[2, rows]
        year = np.maximum(self.recent_days[3, rows], 1)
        found["facts.course"] = half / year
        return [ReadColumn(name, ColumnKind.NUMBER, values) for name, values in found.items()]


def history_of(parts: Iterable[Bought], *, count: int, day: int, horizon: int) -> History:
    """The history at the end of `day`, from months in any order."""
    history = History(count, day=day, horizon=horizon)
    for part in parts:
        history.add(part)
    return history
