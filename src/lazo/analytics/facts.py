"""Facts of each customer: what the months of all its parties add up to on a given day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lazo.analytics.canonical import canonical_months
from lazo.analytics.engine import as_declared, bit_count, min_by
from lazo.analytics.rhythm import gap_medians
from lazo.analytics.rollup import edge_months, last_of_month, months_before, months_between, months_until

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

WINDOW_MONTHS = 12
CUSTOMER_SUMS = {
    "customer_id": "int64",
    "first_day": "date",
    "last_day": "date",
    "n_purchases": "int64",
    "n_days": "int64",
    "money_total": "int64",
    "margin_total": "int64",
    "money_12m": "int64",
    "margin_12m": "int64",
    "value_12m": "int64",
    "value_12m_is_margin": "boolean",
    "x": "int64",
    "t_x": "int64",
    "age": "int64",
    "monetary": "int64",
    "recency_days": "int64",
}
CUSTOMER_FACTS = CUSTOMER_SUMS | {"gap_median_days": "float64"}
HOLDOUT_OUTCOMES = {
    "customer_id": "int64",
    "holdout_days": "int64",
    "holdout_money": "int64",
    "previous_days": "int64",
    "previous_money": "int64",
}


def purchase_months(*, on: date) -> tuple[date, ...]:
    """First days of the months whose purchases `customer_facts` reads by day: that of `on` and that of 12 months ago.

    A month that ends on the cut is taken whole from the rollup and is not in the list.
    """
    return edge_months(after=months_before(on, WINDOW_MONTHS), until=on)


def customer_sums(months: Table, parties: Table, *, purchases: Table, on: date) -> Table:
    """One row per customer (canonical party) with a purchase or a return up to the end of day `on`.

    `months` is the rollup, `purchases` at least those of `purchase_months(on=on)`, `parties` the snapshot.
    Money is int64 minor units, net of returns; `t_x`, `age` and `recency_days` are days. `money_12m` and `margin_12m`
    are of the days in (on - 12 months, on]. `x` is the number of repeat purchase days (Fader, Hardie and Lee 2005:
    several purchases of a day are one). `monetary` is the net money after the first day divided by `x`, half up:
    a return lowers it whenever it came, and it may be negative.
    Null: days, `t_x`, `age`, `recency_days` of a customer that only ever returned; `monetary` when `x` is 0; the
    margins when no purchase of the period has one, and then `value_12m` is money and `value_12m_is_margin` false.
    """
    start = months_before(on, WINDOW_MONTHS)
    rows = canonical_months(months_until(months, purchases, on=on), parties)
    sums = _sums_by_customer(rows, start)
    edge = _edge_money(months, purchases, parties, start)
    return as_declared(_derived(sums.left_join(edge, "customer_id", rname="{name}_right"), on), CUSTOMER_SUMS)


def customer_facts(months: Table, parties: Table, *, purchases: Table, on: date) -> Table:
    """The columns of `customer_sums` and `gap_median_days`, the median of the customer's own gaps between purchase days.

    One row per customer. `gap_median_days` is null below 3 gaps. See `gap_medians` of the rhythm.
    """
    sums = customer_sums(months, parties, purchases=purchases, on=on)
    gaps = gap_medians(months, parties, on=on)
    return as_declared(sums.left_join(gaps, "customer_id", rname="{name}_right"), CUSTOMER_FACTS)


def _sums_by_customer(rows: Table, start: date) -> Table:
    inside = rows.month > start
    return rows.group_by("customer_id").aggregate(
        first_day=rows.first_day.min(),
        last_day=rows.last_day.max(),
        n_purchases=rows.n.sum(),
        n_days=bit_count()(rows.day_mask).sum(),
        money_total=rows.money.sum(),
        margin_total=rows.margin.sum(),
        whole_money=rows.money.sum(where=inside),
        whole_margin=rows.margin.sum(where=inside),
        first_day_money=min_by()(rows.first_day_money, rows.first_day),
    )


def _edge_money(months: Table, purchases: Table, parties: Table, start: date) -> Table:
    """Money of the days after `start` in the month of `start`, by customer; no row when the window begins a month."""
    rows = canonical_months(months_between(months, purchases, after=start, until=last_of_month(start)), parties)
    return rows.select("customer_id", edge_money=rows.money, edge_margin=rows.margin)


def _derived(sums: Table, on: date) -> Table:
    import ibis

    last = ibis.literal(on, "date")
    repeat_days = ibis.greatest(sums.n_days - 1, 0)
    money = sums.whole_money.fill_null(0) + sums.edge_money.fill_null(0)
    margin = _sum_of_known(sums.whole_margin, sums.edge_margin)
    return sums.mutate(
        x=repeat_days,
        t_x=sums.last_day.delta(sums.first_day, unit="day"),
        age=last.delta(sums.first_day, unit="day"),
        recency_days=last.delta(sums.last_day, unit="day"),
        monetary=_half_up(sums.money_total - sums.first_day_money, repeat_days.nullif(0)),
        money_12m=money,
        margin_12m=margin,
        value_12m=margin.coalesce(money),
        value_12m_is_margin=margin.notnull(),
    )


def _sum_of_known(one: Column, other: Column) -> Column:
    return one.isnull().ifelse(other, one + other.fill_null(0))


def _half_up(money: Column, parts: Column) -> Column:
    """Money divided by parts to the nearest unit, halves upwards; exact while twice the money stays under 2**53."""
    return (2 * money + parts) // (2 * parts)


def holdout_outcomes(months: Table, parties: Table, *, purchases: Table, cutoff: date, until: date) -> Table:
    """What each customer of day `cutoff` did in (cutoff, until] and in as many days before it, for the back-test.

    One row per customer with at least one purchase up to `cutoff`; `purchases` at least those of `holdout_months`.
    `holdout_days` and `previous_days` count days with a purchase; money is int64 minor units, returns included;
    no row of a period means 0, never null. `previous_*` is the naive forecast: the next period like the last.
    """
    start = cutoff - (until - cutoff)
    facts = _known_at(canonical_months(months_until(months, purchases, on=cutoff), parties))
    after = _period(months, purchases, parties, after=cutoff, until=until, prefix="holdout")
    before = _period(months, purchases, parties, after=start, until=cutoff, prefix="previous")
    joined = facts.left_join(after, "customer_id", rname="{name}_a").left_join(before, "customer_id", rname="{name}_b")
    return as_declared(joined.fill_null(dict.fromkeys(list(HOLDOUT_OUTCOMES)[1:], 0)), HOLDOUT_OUTCOMES)


def holdout_months(*, cutoff: date, until: date) -> tuple[date, ...]:
    """First days of the months whose purchases `holdout_outcomes` reads by day."""
    start = cutoff - (until - cutoff)
    return tuple(sorted({*edge_months(after=start, until=cutoff), *edge_months(after=cutoff, until=until)}))


def _known_at(rows: Table) -> Table:
    bought = rows.filter(rows.n > 0)
    return bought.select("customer_id").distinct()


def _period(months: Table, purchases: Table, parties: Table, *, after: date, until: date, prefix: str) -> Table:
    rows = canonical_months(months_between(months, purchases, after=after, until=until), parties)
    return rows.group_by("customer_id").aggregate(
        **{f"{prefix}_days": bit_count()(rows.day_mask).sum(), f"{prefix}_money": rows.money.sum()}
    )
