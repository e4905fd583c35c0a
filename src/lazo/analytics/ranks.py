"""Ranks without floats: scores by rank with ties together, and the value that stands at a percent of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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

    Columns: `by`, `cut` (the value, of the column's type) and `n` (rows of the group). No interpolation, so money
    stays whole. No row for an empty table.
    """
    import ibis

    groups = [table[name] for name in by]
    position = ibis.row_number().over(group_by=groups, order_by=table[column]) + 1
    rows = table.count().over(group_by=groups)
    numbered = table.select(*by, cut=table[column], position=position, n=rows)
    chosen = numbered.filter(numbered.position == (percent * numbered.n + 99) // 100)
    return chosen.select(*by, "cut", "n")
