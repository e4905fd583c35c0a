"""An experiment day by day: the sums of each arm at the end of every day, so that any day is read out at no further cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lazo.analytics.experiments.sample import Sample
from lazo.analytics.tuples import Floats, Ints


@dataclass(frozen=True, slots=True)
class Decided:
    """One row per customer, ascending by `customer`: the place of the arm, the day decided on (days since 1970), and what the customer did
    `before` (minor units in the days before the decision; zeros where no history is used).
    """

    customer: Ints
    arm: Ints
    day: Ints
    before: Floats

    def __len__(self) -> int:
        return len(self.customer)


@dataclass(frozen=True, slots=True)
class Happenings:
    """What customers did, in any order: the customer's row in `Decided`, the day, and how much (1 for that it happened)."""

    row: Ints
    day: Ints
    amount: Ints


@dataclass(frozen=True, slots=True)
class ArmDays:
    """Sums of one arm at the end of each day from `first` on; fields as in `Sample`."""

    first: int
    n: Ints
    events: Ints
    total: Ints
    squares: Floats
    before: Floats
    before_squares: Floats
    product: Floats

    def on(self, day: int) -> Sample:
        """As it stood at the end of `day`; before the first nobody is in it, after the last nothing changes."""
        place = min(day - self.first, len(self.n) - 1)
        if place < 0:
            return Sample(0, 0, 0, 0.0)
        return Sample(
            int(self.n[place]),
            int(self.events[place]),
            int(self.total[place]),
            float(self.squares[place]),
            float(self.before[place]),
            float(self.before_squares[place]),
            float(self.product[place]),
        )


def arm_days(decided: Decided, happenings: Happenings, *, arms: int, last: int, as_share: bool) -> list[ArmDays]:
    """The sums of each of `arms` arms from the first decision to `last`, both included.

    `as_share`: a customer who did it, however often, counts 1 from the first time on; else amounts add up (a customer whose sum comes back
    to 0 has no outcome). Decisions and happenings after `last` are left out.
    """
    first = int(decided.day.min()) if len(decided) else last
    days = max(last - first + 1, 1)
    kept = happenings.day <= last
    row, day, amount = happenings.row[kept], happenings.day[kept], happenings.amount[kept]
    order = np.lexsort((day, row))
    row, day, amount = row[order], day[order], amount[order]
    if as_share:
        is_first = np.ones(len(row), dtype=np.bool_)
        is_first[1:] = row[1:] != row[:-1]
        row, day = row[is_first], day[is_first]
        amount = np.ones(len(row), dtype=np.int64)
    earlier = _sum_before(row, amount)
    later = earlier + amount
    steps = {
        "events": (later != 0).astype(np.float64) - (earlier != 0),
        "total": amount.astype(np.float64),
        "squares": later.astype(np.float64) ** 2 - earlier.astype(np.float64) ** 2,
        "product": decided.before[row] * amount,
    }
    when = np.clip(day - first, 0, days - 1)
    cell = decided.arm[row] * days + when
    found = {name: _running(cell, step, arms, days) for name, step in steps.items()}
    inside = decided.day <= last
    born = decided.arm[inside] * days + np.clip(decided.day[inside] - first, 0, days - 1)
    past = decided.before[inside]
    n = _running(born, np.ones(len(born)), arms, days)
    before, before_squares = _running(born, past, arms, days), _running(born, past**2, arms, days)
    return [
        ArmDays(
            first,
            n[arm].astype(np.int64),
            found["events"][arm].astype(np.int64),
            np.rint(found["total"][arm]).astype(np.int64),
            found["squares"][arm],
            before[arm],
            before_squares[arm],
            found["product"][arm],
        )
        for arm in range(arms)
    ]


def _sum_before(row: Ints, amount: Ints) -> Ints:
    """What each row's customer had before it; rows ordered by customer."""
    if not len(row):
        return amount
    running = np.cumsum(amount) - amount
    starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(row)])))
    return np.asarray(running - np.repeat(running[starts], lengths))


def _running(cell: Ints, step: Floats, arms: int, days: int) -> Floats:
    return np.asarray(np.bincount(cell, weights=step, minlength=arms * days).reshape(arms, days).cumsum(axis=1))
