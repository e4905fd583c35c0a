"""Recency, frequency and money by rank: the view of the first hour, before a model has proved itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared
from lazo.analytics.ranks import share_at_most

if TYPE_CHECKING:
    from ibis.expr.types import Table

CELL_CUSTOMERS = 25
FINE, COARSE = 5, 3
RFM = {"customer_id": "int64", "r": "int64", "f": "int64", "m": "int64", "rfm": "string", "grid": "int64"}
RFM_CELLS = {
    "rfm": "string",
    "r": "int64",
    "f": "int64",
    "m": "int64",
    "customers": "int64",
    "money": "int64",
}


def rfm_scores(facts: Table) -> Table:
    """Scores 1 (worst) to `grid` (best): one row per customer of `facts` that has bought.

    r ranks the last purchase day, f the purchase days, m the money of the whole history: margin when every customer
    has one, else net money for all, since margins and revenues do not rank together. Customers with equal values
    share the higher score. `grid` is 5 when 125 cells hold 25 customers on average (3,125 or more), else 3.
    No null: a customer that never bought has no row.
    """
    import ibis

    bought = facts.filter(facts.n_days > 0)
    grid = (bought.count().over() >= CELL_CUSTOMERS * FINE**3).ifelse(FINE, COARSE)
    on_margin = bought.margin_total.count().over() == bought.count().over()
    ranked = bought.select(
        "customer_id",
        "last_day",
        "n_days",
        value=on_margin.ifelse(bought.margin_total, bought.money_total),
        grid=grid.cast("int64"),
    )
    scored = ranked.mutate(
        r=share_at_most(ranked.last_day, table=ranked, parts=ranked.grid),
        f=share_at_most(ranked.n_days, table=ranked, parts=ranked.grid),
        m=share_at_most(ranked.value, table=ranked, parts=ranked.grid),
    )
    digits = [scored[name].cast("string") for name in ("r", "f", "m")]
    return as_declared(scored.mutate(rfm=ibis.literal("").concat(*digits)), RFM)


def rfm_cells(scores: Table, facts: Table) -> Table:
    """Customers and net money (int64 minor units) of each cell that has any: one row per `rfm`, the best first."""
    import ibis

    joined = scores.inner_join(facts.select("customer_id", "money_total"), "customer_id")
    cells = joined.group_by("rfm", "r", "f", "m").aggregate(customers=joined.count(), money=joined.money_total.sum())
    return as_declared(cells, RFM_CELLS).order_by(ibis.desc("rfm"))
