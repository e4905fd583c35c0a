"""The customer-month rollup of one month by arrays: the same rows as `rollup.customer_months`, for a quarter of the work.

A month of purchases fits in memory, and there a sort and sums over runs beat a hash table; nothing of Ibis is loaded,
which alone costs more than most months. `customer_months` is the definition; a test holds the two equal on generated data.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lazo.analytics.ordering import in_order

Integers = NDArray[np.int64]

# Days of a month in five bits below the party, so that one sort orders by party and day.
DAY_BITS = 5


def customer_months_of_one(purchases: pa.Table) -> pa.Table:
    """Sum the purchases of one calendar month by party; rows are ordered by party_id.

    Takes columns of `rollup.PURCHASES` (party_id int64 below 2**58 or null, day date32, amount and margin int64 minor
    units, margin may be null) and gives the columns and nulls of `rollup.CUSTOMER_MONTHS`. Days of another month would be counted wrongly.
    """
    anonymous = purchases.column("party_id").null_count
    known = purchases.filter(purchases.column("party_id").is_valid()) if anonymous else purchases
    known = known.combine_chunks()
    party = known.column("party_id").to_numpy()
    days = known.column("day").cast(pa.int32()).to_numpy()
    month = days[0].astype("datetime64[D]").astype("datetime64[M]") if len(days) else np.datetime64("1970-01", "M")
    first_of_month = int(month.astype("datetime64[D]").astype(np.int64))
    key, order = in_order((party << DAY_BITS) | (days - first_of_month))
    runs = Runs(key >> DAY_BITS)
    bought = _Bought(runs, (key & 31).astype(np.int32), known.column("amount").to_numpy()[order])
    return pa.table(
        {
            "party_id": runs.value,
            "month": _dates(np.full(len(runs.value), first_of_month)),
            "n": bought.count,
            "day_mask": bought.mask,
            "money": runs.sums(bought.amount),
            "margin": _sums_or_null(runs, known.column("margin"), order),
            "first_day": _dates(bought.first + first_of_month, bought.mask == 0),
            "last_day": _dates(bought.last + first_of_month, bought.mask == 0),
            "first_day_money": bought.first_day_money,
            "last_day_of_any": _dates((key & 31)[runs.ends - 1] + first_of_month),
        }
    )


class Runs:
    """Where each run of equal numbers of a sorted array starts and ends, and sums over the runs."""

    def __init__(self, ordered: Integers) -> None:
        changes = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
        self.starts = np.concatenate(([0], changes)) if len(ordered) else changes
        self.ends = np.concatenate((changes, [len(ordered)])) if len(ordered) else changes
        self.value = ordered[self.starts]

    def sums(self, values: NDArray[np.generic]) -> Integers:
        """The sum of each run as int64."""
        if not len(self.starts):
            return np.empty(0, dtype=np.int64)
        sums: Integers = np.add.reduceat(values, self.starts, dtype=np.int64)
        return sums

    def spread(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """A value per run as a value per element."""
        return np.repeat(values, self.ends - self.starts)


class _Bought:
    """What the purchases, gifts included and returns left out, say of each party's month: offsets are days after the first."""

    def __init__(self, runs: Runs, offset: NDArray[np.int32], amount: Integers) -> None:
        positive = amount >= 0
        bits = np.where(positive, np.int32(1) << offset, np.int32(0))
        self.amount = amount
        self.count = runs.sums(positive)
        self.mask = np.bitwise_or.reduceat(bits, runs.starts) if len(runs.starts) else bits
        self.first = np.bitwise_count((self.mask & -self.mask) - 1).astype(np.int64)
        self.last = np.frexp(self.mask.astype(np.float64))[1].astype(np.int64) - 1
        of_first_day = positive & (offset == runs.spread(self.first))
        self.first_day_money = runs.sums(np.where(of_first_day, amount, 0))


def _sums_or_null(runs: Runs, column: pa.ChunkedArray, order: Integers) -> pa.Array:
    if not column.null_count:
        return pa.array(runs.sums(column.to_numpy()[order]))
    given = column.is_valid().to_numpy()[order]
    values = column.fill_null(0).to_numpy()[order]
    return pa.array(runs.sums(values), mask=runs.sums(given) == 0)


def _dates(days: Integers, absent: NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=absent).cast(pa.date32())
