"""Concentration: how much of the money a few customers hold, and how much profit the others destroy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

TOPS = (5, 10, 20)
MOST = 80
RANKED = dict.fromkeys(("customer_id", "value", "position", "cumulative", "n", "total"), "int64")
CONCENTRATION = {
    "customers": "int64",
    "total": "int64",
    "top_5": "int64",
    "top_10": "int64",
    "top_20": "int64",
    "customers_80": "int64",
    "gini": "float64",
    "peak": "int64",
    "peak_customers": "int64",
}
CURVE = {"customers": "int64", "value": "int64"}


def ranked_values(values: Table) -> Table:
    """customer_id, value (int64) -> one row per customer with `position` (1 = most, ties by id), `cumulative`,
    and `n` and `total` of all rows.

    Rows without a value are left out. Worth keeping in a table when several of the functions below read it.
    """
    import ibis

    known = values.filter(values.value.notnull()).select("customer_id", value=values.value.cast("int64"))
    order = [ibis.desc(known.value), known.customer_id]
    running = known.value.sum().over(order_by=order, rows=(None, 0))
    ranked = known.mutate(
        position=ibis.row_number().over(order_by=order) + 1,
        cumulative=running,
        n=known.count().over(),
        total=known.value.sum().over(),
    )
    return as_declared(ranked, RANKED)


def concentration(ranked: Table) -> Table:
    """What the first customers hold: one row, from `ranked_values`; values are int64 in the units they came in.

    `top_5`, `top_10`, `top_20`: held by the first 5, 10, 20 % of the customers, rounded up to whole customers; divide
    by `total` for the share. `customers_80`: the fewest customers that hold 80 % of the total. `gini`: 0 when all hold
    the same, to (n - 1)/n when one holds all; of values below zero counted as zero. `peak`: what the
    customers above zero add up to (above `total` by what the others destroy), and `peak_customers`, how many they are:
    the top of the whale curve. Null: `customers_80` and `gini` when the total is not above zero; `total` and tops when
    there is nobody.
    """
    tops = {f"top_{top}": ranked.cumulative.max(where=_is_cut(ranked, top)) for top in TOPS}
    above = ranked.value > 0
    enough = (ranked.total > 0) & (ranked.cumulative * 100 >= ranked.total * MOST)
    sums = ranked.aggregate(
        customers=ranked.count(),
        total=ranked.value.sum(),
        customers_80=ranked.position.min(where=enough),
        gini=_gini(ranked),
        peak=ranked.value.sum(where=above).fill_null(0),
        peak_customers=ranked.count(where=above),
        **tops,
    )
    return as_declared(sums, CONCENTRATION)


def _is_cut(ranked: Table, percent: int) -> Column:
    return ranked.position == (percent * ranked.n + 99) // 100


def _gini(ranked: Table) -> Column:
    """(n + 1) / n - 2 sum(position * value) / (n sum(value)), positions from the largest; six decimals.

    The sums are of whole numbers, which add up to the same in any order.
    """
    import ibis

    floor = ibis.greatest(ranked.value, 0).cast("decimal(19, 0)")
    total = floor.sum().cast("float64").nullif(0)
    weighted = (floor * ranked.position.cast("decimal(19, 0)")).sum().cast("float64")
    rows = ranked.count().nullif(0)
    return (((rows + 1) / rows - 2 * weighted / (rows * total)) * 10**6).round() / 10**6


def concentration_curve(ranked: Table) -> Table:
    """Points of the Pareto curve (of revenue) or the whale curve (of margin): at most 100 rows, from the best on.

    `customers` is how many first customers, `value` what they add up to; one point for each percent of the customers,
    rounded up to whole customers. The origin is not among them.
    """
    percent = ranked.position * 100 // ranked.n
    points = ranked.filter((percent * ranked.n + 99) // 100 == ranked.position)
    return as_declared(points.select(customers=points.position, value=points.cumulative), CURVE).order_by("customers")
