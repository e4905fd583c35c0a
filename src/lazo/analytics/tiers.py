"""Value tiers, the four-way class and the strategically significant customers that data alone can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared
from lazo.analytics.ranks import nearest_rank, share_at_most

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

PEERS = 25
POTENTIAL_PERCENT = 90
CUT_PERCENT = 80
MAGNET_PERCENT = 95
TOP_PART = 5
FREQUENT_QUINTILE = 4
CELL = ("kind", "country", "frequency_class")
POTENTIAL = {"customer_id": "int64", "potential_value": "int64", "potential_cell": "string"}
TIERS = {
    "customer_id": "int64",
    "tier": "string",
    "migrator": "boolean",
    "actual_cut": "int64",
    "unrealised_cut": "int64",
}
CLASSES = {"customer_id": "int64", "customer_class": "string"}
SIGNIFICANT = {"customer_id": "int64", "high_ltv": "boolean", "cost_magnet": "boolean"}


def frequency_class(n_days: Column) -> Column:
    """Customers alike in how often they have bought: 1, 2, 3-4, 5-9 or 10+ purchase days."""
    import ibis

    return ibis.cases((n_days <= 1, "1"), (n_days == 2, "2"), (n_days <= 4, "3-4"), (n_days <= 9, "5-9"), else_="10+")


def potential_values(customers: Table) -> Table:
    """customer_id, clv, kind, country, frequency_class -> what the best of each customer's look-alikes are worth.

    `potential_value` (int64, units of `clv`) is the P90 by nearest rank of `clv` in the cell kind x country x
    frequency class, in the first parent with at least 25 customers when the cell has fewer (kind x country, then kind,
    then everybody). `potential_cell` names the level taken: cell, country, kind or all. An unknown country is a
    country of its own. One row per customer, no null.
    """
    import ibis

    rows = customers.select("customer_id", "clv", *CELL)
    priced = rows.cross_join(_cut(rows, (), "all"))
    for depth, level in ((1, "kind"), (2, "country"), (3, "cell")):
        by = CELL[:depth]
        cut = _cut(rows, by, level)
        cut = cut.filter(cut[f"n_{level}"] >= PEERS)
        same = [priced[name].identical_to(cut[name]) for name in by]
        priced = priced.left_join(cut, same, rname=f"{{name}}_{level}_right")
    levels = ("cell", "country", "kind")
    value = ibis.coalesce(*[priced[f"best_{level}"] for level in (*levels, "all")])
    name = ibis.cases(*[(priced[f"best_{level}"].notnull(), level) for level in levels], else_="all")
    return as_declared(priced.mutate(potential_value=value, potential_cell=name), POTENTIAL)


def _cut(rows: Table, by: tuple[str, ...], level: str) -> Table:
    cut = nearest_rank(rows, "clv", percent=POTENTIAL_PERCENT, by=by)
    return cut.rename({f"best_{level}": "cut", f"n_{level}": "n"})


def value_tiers(customers: Table, *, actual_percent: int = CUT_PERCENT, unrealised_percent: int = CUT_PERCENT) -> Table:
    """customer_id, clv, potential_value, previous_tier -> tiers of Peppers and Rogers: one row per customer.

    AV is `clv`, U = potential_value - clv; the cut-offs A and G are the P80 of AV and of U by nearest rank, or other
    whole percents from 1 to 99 (`actual_cut`, `unrealised_cut`, in the units of `clv`). AV < 0: BZ when the potential is not above 0, else MGC.
    AV >= A and above 0: SGC when U >= G, else MVC. The rest: MGC when U >= G, else LMC. Nobody grows who has nothing
    left to grow, U <= 0, even where the cut-off is 0.
    `migrator`: AV or U within 10 % of its cut-off, or a `previous_tier` (null: none) that was another.
    """
    import ibis

    rows = customers.select(
        "customer_id",
        "clv",
        "potential_value",
        "previous_tier",
        unrealised=customers.potential_value - customers.clv,
    )
    actual_cut = nearest_rank(rows, "clv", percent=actual_percent).select(actual_cut="cut")
    unrealised_cut = nearest_rank(rows, "unrealised", percent=unrealised_percent).select(unrealised_cut="cut")
    cuts = actual_cut.cross_join(unrealised_cut)
    t = rows.cross_join(cuts)
    grows = (t.unrealised >= t.unrealised_cut) & (t.unrealised > 0)
    tier = ibis.cases(
        ((t.clv < 0) & (t.potential_value <= 0), "BZ"),
        (t.clv < 0, "MGC"),
        ((t.clv >= t.actual_cut) & (t.clv > 0), grows.ifelse("SGC", "MVC")),
        else_=grows.ifelse("MGC", "LMC"),
    )
    near = _is_near(t.clv, t.actual_cut) | _is_near(t.unrealised, t.unrealised_cut)
    moved = t.previous_tier.notnull() & (t.previous_tier != tier)
    return as_declared(t.mutate(tier=tier, migrator=near | moved.fill_null(False)), TIERS)


def _is_near(value: Column, cut: Column) -> Column:
    """Within 10 % of the cut-off; nothing is near a cut-off of zero but the cut-off itself."""
    return (value - cut).abs() * 10 <= cut.abs()


def customer_classes(customers: Table) -> Table:
    """customer_id, clv, n_days, is_active, returns_or_owes -> best, frequent, buyer, not_best: one row per customer.

    not_best: `clv` below 0, or a serial returner or debtor; best: the first 20 % by `clv` (rounded up, ties by id,
    above 0); frequent: in the two upper quintiles of `n_days` (ties share the higher); buyer: any other active
    customer. Null: a customer that is none of them, bought little and is not active any more.
    """
    import ibis

    rows = customers.select("customer_id", "clv", "n_days", "is_active", "returns_or_owes")
    ranked = rows.mutate(
        is_top=_is_top(rows),
        quintile=share_at_most(rows.n_days, table=rows, parts=5),
    )
    kind = ibis.cases(
        ((ranked.clv < 0) | ranked.returns_or_owes, "not_best"),
        (ranked.is_top, "best"),
        (ranked.quintile >= FREQUENT_QUINTILE, "frequent"),
        (ranked.is_active, "buyer"),
    )
    return as_declared(ranked.mutate(customer_class=kind), CLASSES)


def _is_top(rows: Table) -> Column:
    import ibis

    position = ibis.row_number().over(order_by=[ibis.desc(rows.clv), rows.customer_id]) + 1
    count = rows.count().over()
    return (position <= (count + TOP_PART - 1) // TOP_PART) & (rows.clv > 0)


def significant_customers(customers: Table) -> Table:
    """customer_id, clv, volume, contribution -> the two kinds that transactions alone show: one row per customer.

    `high_ltv`: the first 20 % by `clv` (rounded up, ties by id, above 0). `cost_magnet`: `volume` (what absorbs fixed
    cost: units or money of 12 months) at or above its P95 by nearest rank and above 0, and `contribution` above 0
    (null: unknown, so not a cost magnet).
    """
    rows = customers.select("customer_id", "clv", "volume", "contribution")
    t = rows.cross_join(nearest_rank(rows, "volume", percent=MAGNET_PERCENT).select(magnet_cut="cut"))
    magnet = (t.volume >= t.magnet_cut) & (t.volume > 0) & (t.contribution > 0)
    return as_declared(t.mutate(high_ltv=_is_top(t), cost_magnet=magnet.fill_null(False)), SIGNIFICANT)
