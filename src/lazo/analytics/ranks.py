"""Ranks without floats: scores by rank with ties together, and the value that stands at a percent of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lazo.analytics.engine import quantile_disc

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table


def share_at_most(column: Column, *, table: Table, parts: Column | int) -> Column:
    """1 to `parts`: the smallest k such that k/parts of the rows hold at most this value; ties share the higher one.

    Whole numbers only, so that no engine can round a customer into another cell.
    """
    import ibis

    greater = ibis.rank().over(order_by=ibis.desc(column))
    rows = table.count().over()
    return (parts * (rows - greater) + rows - 1) // rows


def nearest_rank(table: Table, column: str, *, percent: int, by: Sequence[str] = ()) -> Table:
    """The least value that at least `percent` % of the rows do not exceed (nearest rank): one row per group of `by`.

    Columns: `by`, `cut` (the int64 value) and `n` (rows of the group). `column` holds no null, `percent` is 1 to 99. No
    interpolation, so money stays whole. No row for an empty table.
    """
    import ibis

    share = ibis.literal(Decimal(percent) / 100, "decimal(3, 2)")
    sums = {"cut": quantile_disc()(table[column], share), "n": table.count()}
    found = table.group_by(*by).aggregate(**sums) if by else table.aggregate(**sums)
    return found.filter(found.n > 0).select(*by, "cut", "n")
