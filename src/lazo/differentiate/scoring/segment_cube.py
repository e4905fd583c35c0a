"""What the pictures of the base read: few rows per owner and team, whatever the number of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lazo.differentiate.scoring.summary import ranked_name

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

BANDS = 100
MEASURES = ("value_12m", "clv")
CELL = ("owner_id", "team_id", "area", "r", "f")
BAND = ("owner_id", "team_id", "band")

Rows = list[dict[str, Any]]


def segment_cube(con: Backend, scores: Table) -> dict[str, Rows]:
    """`cells` are columns of RfmCell, `bands` those of ValueBand; call it after `summarise`, whose ranking it reads."""
    bands = [
        {"measure": measure, **row}
        for measure in MEASURES
        for row in _rows(value_bands(scores, con.table(ranked_name(measure))))
    ]
    return {"cells": _rows(rfm_cells(scores)), "bands": bands}


def rfm_cells(scores: Table) -> Table:
    """Customers and money by owner, team, area, recency and frequency: one row per group that has anyone."""
    bought = scores.filter(scores.rfm != "")
    cut = bought.mutate(r=bought.rfm.substr(0, 1).cast("int64"), f=bought.rfm.substr(1, 1).cast("int64"))
    cells = cut.group_by(*CELL).aggregate(
        recency_from=cut.recency_days.min(),
        recency_to=cut.recency_days.max(),
        purchases_from=cut.frequency.min() + 1,
        purchases_to=cut.frequency.max() + 1,
        customers=cut.count(),
        value_12m=cut.value_12m.sum(),
        value_365d=cut.value_365d.sum().fill_null(0),
        strategic=cut.strategic.sum().fill_null(0),
        high_ltv=cut.strategic_kinds.contains("HIGH_LTV").sum().fill_null(0),
        cost_magnet=cut.strategic_kinds.contains("COST_MAGNET").sum().fill_null(0),
        strategic_value_12m=cut.value_12m.sum(where=cut.strategic).fill_null(0),
    )
    return cells.order_by(*CELL)


def value_bands(scores: Table, ranked: Table) -> Table:
    """Customers and value by owner, team and hundredth of the whole base, the most valuable hundredth first.

    `ranked` is `ranked_values` of the base: position 1 is the most valuable of n.
    """
    owned = scores.select("customer_id", "owner_id", "team_id")
    placed = ranked.select("customer_id", "value", band=(ranked.position - 1) * BANDS // ranked.n)
    joined = placed.inner_join(owned, "customer_id")
    bands = joined.group_by(*BAND).aggregate(customers=joined.count(), value=joined.value.sum())
    return bands.order_by(*BAND)


def _rows(table: Table) -> Rows:
    """Sums of int64 come as decimals without places; owner and team are named as the models' columns."""
    return [
        {key: value if value is None or isinstance(value, str) else int(value) for key, value in row.items()}
        for row in table.to_pyarrow().to_pylist()
    ]
