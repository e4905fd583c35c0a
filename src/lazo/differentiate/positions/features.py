"""What the rules read of each customer and prospect: one row each, computed from facts, forecast and the party graph."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lazo.differentiate.positions.thresholds import in_force

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table


def with_features(table: Table, *, on: date) -> Table:
    """Adds the columns that only the rules need to the wide table of a run; the grain stays.

    Reads: customer_id, kind, created_on, last_interest (date, null), n_purchases, money_total, x, age, recency_days,
    last_day, expected_gap, p_alive_at_last and previous_p_alive.
    Adds: `is_customer` (a net purchase), `frequency`, `age_days`, `interest_days` (since the last sign of interest: met,
    wrote, or bought what came back; never below 0), `lost_for_days` (since the customer was lost; below 0 while not) and `p_alive_before` (the larger of
    P(alive) at the last purchase and in the last run; null without a model).
    """
    import ibis

    last = ibis.literal(on, "date")
    bought = (table.n_purchases.fill_null(0) > 0) & (table.money_total.fill_null(0) > 0)
    known = table.created_on
    sign = ibis.greatest(known, table.last_interest.fill_null(known), table.last_day.fill_null(known))
    return table.mutate(
        is_customer=bought,
        frequency=table.x,
        age_days=table.age,
        interest_days=ibis.greatest(last.delta(sign, unit="day"), 0),
        lost_for_days=_lost_for_days(table),
        p_alive_before=ibis.greatest(table.p_alive_at_last, table.previous_p_alive.fill_null(table.p_alive_at_last)),
    )


def unrealised_ranks(judged: Table) -> Table:
    """customer_id, clv, potential_value, returns_or_owes -> what each customer's look-alikes are worth above the customer.

    `unrealised` is potential minus actual value, `unrealised_rank` the share of the other customers with less of it,
    0..1. One row per customer with a net purchase.
    """
    import ibis

    bought = judged.filter(~judged.returns_or_owes)
    rows = bought.select("customer_id", unrealised=bought.potential_value - bought.clv)
    return rows.mutate(unrealised_rank=ibis.percent_rank().over(order_by=rows.unrealised))


def _lost_for_days(table: Table) -> Column:
    """Days since the customer was lost: since six times the own rhythm had passed, or 24 months, whichever came first."""
    import ibis

    lost_days = float(in_force().lost_days)
    patience = ibis.least(table.expected_gap * in_force().overdue_lost, lost_days).fill_null(lost_days)
    once = table.x.fill_null(0) == 0
    return (table.recency_days - once.ifelse(lost_days, patience)).floor().cast("int64")
