"""Facts of each customer from the sums of a walk: the columns of `facts.customer_sums`, for those who ever bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from lazo.analytics.arrays.members import Flags, Members
from lazo.analytics.arrays.walk import Days, Sums, Window
from lazo.analytics.tuples import Floats, Ints


@dataclass(frozen=True, slots=True)
class Facts:
    """One element per customer with a purchase day, in the order of the id; `who` is the position among the members.

    Units and meanings are those of `facts.customer_sums`; `monetary` is NaN without repeats, the margins are 0 where
    `has_margin` and `value_is_margin` are false.
    """

    who: Ints
    customer: Ints
    first_day: Days
    last_day: Days
    n_purchases: Ints
    n_days: Ints
    money_total: Ints
    margin_total: Ints
    has_margin: Flags
    money_12m: Ints
    margin_12m: Ints
    value_is_margin: Flags
    x: Ints
    t_x: Ints
    age: Ints
    recency: Ints
    monetary: Floats

    def __len__(self) -> int:
        return len(self.who)

    def taken(self, rows: Ints) -> Facts:
        """The facts of these customers."""
        return Facts(**{name: getattr(self, name)[rows] for name in self.__slots__})

    @property
    def value_12m(self) -> Ints:
        """The margin of the last 12 months, or their money where no margin is known."""
        return np.where(self.value_is_margin, self.margin_12m, self.money_12m)

    @classmethod
    def of(cls, sums: Sums, year: Window | None, members: Members, *, on: date) -> Self:
        """From the sums of day `on` and the window of the 12 months before; without one these columns are 0."""
        who = np.flatnonzero(sums.days)
        last = on.toordinal() - date(1970, 1, 1).toordinal()
        n_days = sums.days[who].astype(np.int64)
        first_day, last_day = sums.first[who], sums.last[who]
        none = np.zeros(len(who), dtype=np.int64)
        return cls(
            who=who,
            customer=members.ids[who],
            first_day=first_day,
            last_day=last_day,
            n_purchases=sums.n[who],
            n_days=n_days,
            money_total=sums.money[who],
            margin_total=sums.margin[who],
            has_margin=sums.has_margin[who],
            money_12m=year.money[who] if year else none,
            margin_12m=year.margin[who] if year else none,
            value_is_margin=year.has_margin[who] if year else none.astype(np.bool_),
            x=n_days - 1,
            t_x=(last_day - first_day).astype(np.int64),
            age=(last - first_day).astype(np.int64),
            recency=(last - last_day).astype(np.int64),
            monetary=_mean(sums.money[who] - sums.first_day_money[who], n_days - 1),
        )


def _mean(money: Ints, repeats: Ints) -> Floats:
    """Money by repeat day, half up to whole units; NaN without repeats."""
    parts = np.maximum(repeats, 1)
    return np.where(repeats > 0, ((2 * money + parts) // (2 * parts)).astype(np.float64), np.nan)
