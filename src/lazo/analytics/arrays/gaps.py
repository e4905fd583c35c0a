"""The median of each customer's own gaps, from the day masks of a walk: the numbers of `rhythm.gap_medians`."""

from __future__ import annotations

import numpy as np

from lazo.analytics.arrays.members import Flags
from lazo.analytics.arrays.months import MonthRows
from lazo.analytics.arrays.walk import NEVER, Days
from lazo.analytics.rhythm import OWN_GAPS
from lazo.analytics.rollup_arrays import Runs
from lazo.analytics.tuples import Floats, Ints

# A gap below the customer's position: 65,535 days are 179 years.
GAP_BITS = 16


class Masks:
    """Keeps who bought on which days of each month, 8 bytes a row, until it is known whose gaps are wanted."""

    def __init__(self) -> None:
        self._months: list[tuple[int, Days, Days]] = []

    def take(self, rows: MonthRows) -> None:
        """Keep a month."""
        bought = rows.bought
        self._months.append((rows.start, rows.who[bought].astype(np.int32), rows.mask[bought]))

    def medians(self, members: int, chosen: Flags | None = None) -> Floats:
        """The median gap in days of each member, NaN below 3 gaps; of the `chosen` alone, others stay NaN."""
        last: Days = np.full(members, NEVER, dtype=np.int32)
        keys = []
        for start, who, mask in self._months:
            theirs = slice(None) if chosen is None else chosen[who]
            keys.append(_gaps(start, who[theirs], mask[theirs], last))
        return _medians(np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64), members)


def _gaps(start: int, who: Days, mask: Days, last: Days) -> Ints:
    """Customer and gap in one number for each purchase day after another; `last` moves on."""
    bits = np.unpackbits(np.ascontiguousarray(mask).view(np.uint8), bitorder="little")
    found = np.flatnonzero(bits.view(np.bool_))
    row = found >> 5
    owner, day = who[row], (start + (found & 31)).astype(np.int32)
    before = np.empty_like(day)
    before[1:] = day[:-1]
    opens = np.ones(len(row), dtype=np.bool_)
    np.not_equal(row[1:], row[:-1], out=opens[1:])
    before[opens] = last[owner[opens]]
    closes = np.append(opens[1:], np.ones(min(len(row), 1), dtype=np.bool_))
    last[owner[closes]] = day[closes]
    known = before != NEVER
    return np.asarray((owner[known].astype(np.int64) << GAP_BITS) | (day[known] - before[known]))


def _medians(keys: Ints, members: int) -> Floats:
    keys.sort()
    runs = Runs(keys >> GAP_BITS)
    gap = keys & ((1 << GAP_BITS) - 1)
    count = runs.ends - runs.starts
    enough = count >= OWN_GAPS
    start, count = runs.starts[enough], count[enough]
    medians = np.full(members, np.nan)
    medians[runs.value[enough]] = (gap[start + (count - 1) // 2] + gap[start + count // 2]) / 2
    return medians
