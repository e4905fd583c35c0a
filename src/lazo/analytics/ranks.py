"""Ranks without floats: scores by rank with ties together, and the value that stands at a percent of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lazo.analytics.engine import is_duckdb, quantile_disc

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
    found = _by_quantile(table, column, percent, by) if is_duckdb(table) else _by_counts(table, column, percent, by)
    return found.select(*by, "cut", "n")


def _by_quantile(table: Table, column: str, percent: int, by: Sequence[str]) -> Table:
    import ibis

    share = ibis.literal(Decimal(percent) / 100, "decimal(3, 2)")
    sums = {"cut": quantile_disc()(table[column], share), "n": table.count()}
    found = table.group_by(*by).aggregate(**sums) if by else table.aggregate(**sums)
    return found.filter(found.n > 0)


def _by_counts(table: Table, column: str, percent: int, by: Sequence[str]) -> Table:
    """The least value up to which enough rows lie, in whole numbers: a share as a float would be another rank here and there."""
    values = table.group_by(*by, value=table[column]).aggregate(rows=table.count())
    beside = [values[name] for name in by]
    up_to = values["rows"].sum().over(group_by=beside, order_by=values.value, rows=(None, 0))
    ranked = values.mutate(up_to=up_to, n=values["rows"].sum().over(group_by=beside))
    enough = ranked.filter(ranked.up_to * 100 >= ranked.n * percent)
    sums = {"cut": enough.value.min(), "n": enough.n.max()}
    found = enough.group_by(*by).aggregate(**sums) if by else enough.aggregate(**sums)
    return found.filter(found.n.notnull())
