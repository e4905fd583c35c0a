"""The months of the rollup as arrays by customer, whole or cut by a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lazo.analytics.arrays.members import Flags, Members
from lazo.analytics.parquet import read_file
from lazo.analytics.rollup import last_of_month
from lazo.analytics.rollup_arrays import Runs, customer_months_of_one
from lazo.analytics.tuples import Ints

ROLLUP = ("party_id", "n", "day_mask", "money", "margin", "first_day_money")
PURCHASES = ("party_id", "day", "amount", "margin")
NO_DAY = 32
MONEY = frozenset({"money", "margin", "first_day_money", "amount"})


@dataclass(frozen=True, slots=True)
class MonthRows:
    """One month: an element per customer who bought or returned in it, in no order, each customer once.

    `start` is the first day of the month as days since 1970; `margin` is 0 where `has_margin` is false.
    """

    start: int
    who: Ints
    n: Ints
    mask: NDArray[np.int32]
    money: Ints
    margin: Ints
    has_margin: Flags
    first_day_money: Ints

    @property
    def bought(self) -> Flags:
        """Who bought on some day, gifts included."""
        return np.asarray(self.mask != 0)

    @property
    def days(self) -> Ints:
        """Distinct purchase days."""
        return np.bitwise_count(self.mask).astype(np.int64)

    @property
    def first_offset(self) -> Ints:
        """Days after `start` of the first purchase; undefined where nobody bought."""
        return np.asarray(np.bitwise_count((self.mask & -self.mask) - 1).astype(np.int64))

    @property
    def last_offset(self) -> Ints:
        """Days after `start` of the last purchase; -1 where nobody bought."""
        return np.asarray(np.frexp(self.mask.astype(np.float64))[1].astype(np.int64) - 1)


class Book:
    """The months of a base: `rollup` and `purchases` are the Parquet files of each month, by its first day.

    `factors` bring the money of a month to constant money, half up to whole units; null leaves it as it is.
    """

    def __init__(
        self,
        members: Members,
        rollup: Mapping[date, Sequence[Path]],
        purchases: Mapping[date, Sequence[Path]],
        factors: Mapping[date, float] | None = None,
    ) -> None:
        self.members = members
        self.months = sorted(rollup)
        self._rollup = rollup
        self._purchases = purchases
        self._factors = factors

    def whole(self, month: date) -> MonthRows:
        """Everything of the month."""
        return self._rows(month, self._read(self._rollup, month, ROLLUP))

    def _read(self, files: Mapping[date, Sequence[Path]], month: date, columns: Sequence[str]) -> pa.Table:
        table = _read(files.get(month, ()), columns)
        return table if self._factors is None else _in_constant_money(table, self._factors.get(month, 1.0))

    def whole_of(self, month: date, chosen: Flags) -> MonthRows:
        """Of the month what was bought by the parties in `chosen` (by position), of every customer they belong to."""
        table = self._read(self._rollup, month, ROLLUP)
        inside = chosen[self.members.position(_whole(table, "party_id"))]
        return self._rows(month, table.filter(pa.array(inside)))

    def between(self, month: date, first: date, last: date) -> MonthRows:
        """What was bought in the month from `first` to `last`, both included."""
        if first <= month and last >= last_of_month(month):
            return self.whole(month)
        table = self._read(self._purchases, month, PURCHASES)
        days = table.column("day").combine_chunks().cast(pa.int32()).to_numpy()
        inside = (days >= _day(first)) & (days <= _day(last))
        return self._rows(month, customer_months_of_one(table.filter(pa.array(inside))))

    def _rows(self, month: date, table: pa.Table) -> MonthRows:
        rows = _by_party(month, table, self.members)
        return _by_customer(rows, self.members) if self.members.any_shared else rows


def parties_of(rollup: Mapping[date, Sequence[Path]]) -> list[Ints]:
    """The distinct parties of each month's rollup."""
    return [_whole(_read(files, ("party_id",)), "party_id") for files in rollup.values()]


def _by_party(month: date, table: pa.Table, members: Members) -> MonthRows:
    return MonthRows(
        start=_day(month),
        who=members.position(_whole(table, "party_id")),
        n=_whole(table, "n"),
        mask=table.column("day_mask").to_numpy().astype(np.int32, copy=False),
        money=_whole(table, "money"),
        margin=_whole(table, "margin"),
        has_margin=table.column("margin").is_valid().to_numpy(),
        first_day_money=_whole(table, "first_day_money"),
    )


def _by_customer(rows: MonthRows, members: Members) -> MonthRows:
    """The same with the parties of one customer together: days on which two of them bought count once."""
    shared = members.shared[rows.who]
    if not shared.any():
        return rows
    merged = _merged(_chosen(rows, shared), members)
    alone = _chosen(rows, ~shared)
    joined = {name: np.concatenate([getattr(alone, name), getattr(merged, name)]) for name in _COLUMNS}
    return MonthRows(start=rows.start, **joined)


_COLUMNS = ("who", "n", "mask", "money", "margin", "has_margin", "first_day_money")


def _chosen(rows: MonthRows, chosen: Flags) -> MonthRows:
    return MonthRows(start=rows.start, **{name: getattr(rows, name)[chosen] for name in _COLUMNS})


def _merged(rows: MonthRows, members: Members) -> MonthRows:
    first = np.where(rows.bought, rows.first_offset, NO_DAY)
    customer = members.customer[rows.who]
    order = np.lexsort((first, customer))
    runs = Runs(customer[order])
    is_first = first[order] == runs.spread(first[order][runs.starts])
    of_first_day = np.where(is_first & rows.bought[order], rows.first_day_money[order], 0)
    return MonthRows(
        start=rows.start,
        who=runs.value,
        n=runs.sums(rows.n[order]),
        mask=np.bitwise_or.reduceat(rows.mask[order], runs.starts),
        money=runs.sums(rows.money[order]),
        margin=runs.sums(rows.margin[order]),
        has_margin=runs.sums(rows.has_margin[order]) > 0,
        first_day_money=runs.sums(of_first_day),
    )


def _read(files: Sequence[Path], columns: Sequence[str]) -> pa.Table:
    read = [read_file(path, columns) for path in files]
    return pa.concat_tables(read) if read else _empty(columns)


def _in_constant_money(table: pa.Table, factor: float) -> pa.Table:
    for place, name in enumerate(table.column_names):
        if name in MONEY:
            column = pc.floor(pc.add(pc.multiply(pc.cast(table.column(name), pa.float64()), factor), 0.5))
            table = table.set_column(place, name, pc.cast(column, pa.int64()))
    return table


def _empty(columns: Sequence[str]) -> pa.Table:
    kinds = {"day": pa.date32(), "day_mask": pa.int32()}
    return pa.table({name: pa.array([], kinds.get(name, pa.int64())) for name in columns})


def _whole(table: Any, name: str) -> Ints:
    column = table.column(name)
    filled = column.fill_null(0) if column.null_count else column
    return filled.to_numpy().astype(np.int64, copy=False)  # type: ignore[no-any-return]  # Arrow has no types


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
