"""One walk through the months of a base: what each customer's purchases add up to on several days at once."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.members import Flags
from lazo.analytics.arrays.months import Book, MonthRows
from lazo.analytics.rollup import last_of_month

NEVER = -(1 << 30)
Days = NDArray[np.int32]


class Sums:
    """What the months taken so far add up to, an element per member; `first` and `last` are NEVER without a purchase."""

    def __init__(self, members: int) -> None:
        self.first: Days = np.full(members, NEVER, dtype=np.int32)
        self.last: Days = np.full(members, NEVER, dtype=np.int32)
        self.n = np.zeros(members, dtype=np.int64)
        self.days = np.zeros(members, dtype=np.int32)
        self.money = np.zeros(members, dtype=np.int64)
        self.margin = np.zeros(members, dtype=np.int64)
        self.has_margin: Flags = np.zeros(members, dtype=np.bool_)
        self.first_day_money = np.zeros(members, dtype=np.int64)

    def take(self, rows: MonthRows) -> None:
        """Add a month; months come in order."""
        who, bought = rows.who, rows.bought
        self.n[who] += rows.n
        self.days[who] += np.bitwise_count(rows.mask)
        self.money[who] += rows.money
        self.margin[who] += rows.margin
        self.has_margin[who] |= rows.has_margin
        new = np.flatnonzero(bought & (self.first[who] == NEVER))
        self.first[who[new]] = rows.start + rows.first_offset[new]
        self.first_day_money[who[new]] = rows.first_day_money[new]
        self.last[who[bought]] = rows.start + rows.last_offset[bought]

    def after(self, rows: MonthRows) -> Sums:
        """What they would be with this month."""
        sums = copy.copy(self)
        for name, values in vars(self).items():
            setattr(sums, name, values.copy())
        sums.take(rows)
        return sums


class Window:
    """Purchase days and money of the days in (after, until], an element per member; a margin is 0 where none is known."""

    def __init__(self, members: int, *, after: date, until: date) -> None:
        self.after, self.until = after, until
        self.days = np.zeros(members, dtype=np.int32)
        self.money = np.zeros(members, dtype=np.int64)
        self.margin = np.zeros(members, dtype=np.int64)
        self.has_margin: Flags = np.zeros(members, dtype=np.bool_)

    def part_of(self, month: date) -> tuple[date, date] | None:
        """First and last day of the month that lie in the window; null when none does."""
        first = max(month, self.after + timedelta(days=1))
        last = min(last_of_month(month), self.until)
        return (first, last) if first <= last else None

    def take(self, rows: MonthRows) -> None:
        """Add the part of a month."""
        who = rows.who
        self.days[who] += np.bitwise_count(rows.mask)
        self.money[who] += rows.money
        self.margin[who] += rows.margin
        self.has_margin[who] |= rows.has_margin


class Follower(Protocol):
    """Sees each month up to the day it is asked for, in order."""

    def take(self, rows: MonthRows) -> None: ...


@dataclass
class Walk:
    """`days` get their sums; `windows` are filled; `followers` see the months up to `on`, that of `on` cut by the day."""

    book: Book
    days: Sequence[date]
    on: date
    windows: Sequence[Window] = ()
    followers: Sequence[Follower] = ()
    sums: dict[date, Sums] = field(default_factory=dict)

    def run(self) -> dict[date, Sums]:
        """The sums as of the end of each of the `days`."""
        running = Sums(len(self.book.members))
        last = max([*self.days, self.on, *(window.until for window in self.windows)])
        for month in [month for month in self.book.months if month <= last]:
            self._leave(month, running)
            self._visit(month, running)
        self._leave(date.max, running)
        return self.sums

    def _leave(self, month: date, running: Sums) -> None:
        """Days that end before the month begins have the sums as they are."""
        for day in self.days:
            if day < month and day not in self.sums:
                self.sums[day] = running.after(NOTHING)

    def _visit(self, month: date, running: Sums) -> None:
        read: dict[tuple[date, date], MonthRows] = {}

        def part(first: date, last: date) -> MonthRows:
            if (first, last) not in read:
                read[first, last] = self.book.between(month, first, last)
            return read[first, last]

        end = last_of_month(month)
        for window in self.windows:
            inside = window.part_of(month)
            if inside:
                window.take(part(*inside))
        for day in self.days:
            if month <= day < end:
                self.sums[day] = running.after(part(month, day))
        if month <= self.on:
            for follower in self.followers:
                follower.take(part(month, min(end, self.on)))
        if end <= max([*self.days, self.on]):
            running.take(part(month, end))


_NONE = np.zeros(0, dtype=np.int64)
NOTHING = MonthRows(0, _NONE, _NONE, _NONE.astype(np.int32), _NONE, _NONE, _NONE.astype(np.bool_), _NONE)
