"""What the rules read of each customer and prospect: one row each, computed from facts, forecast and the party graph."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lazo.differentiate.positions.rule import LOST_DAYS, OVERDUE_LOST

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table


def with_features(table: Table, *, on: date) -> Table:
    """Adds the columns that only the rules need to the wide table of a run; the grain stays.

    Reads: customer_id, kind, created_on, last_interest (date, null), n_days, n_purchases, money_total, x, age,
    recency_days, last_day, expected_gap, p_alive, p_alive_at_last, previous_p_alive, clv and potential (named `worth`,
    `potential_value`).
    Adds: `is_customer` (a net purchase), `frequency`, `age_days`, `interest_days` (since the last sign of interest, never
    below 0), `lost_for_days` (null unless lost), `p_alive_before` (the larger of P(alive) at the last purchase and in the
    last run; null without a model), `unrealised` (potential minus actual value, null without both) and `unrealised_rank`
    (share of customers with less of it, 0..1).
    """
    import ibis

    last = ibis.literal(on, "date")
    is_customer = (table.n_purchases.fill_null(0) > 0) & (table.money_total.fill_null(0) > 0)
    sign = ibis.greatest(table.created_on, table.last_interest.fill_null(table.created_on))
    rows = table.mutate(
        is_customer=is_customer,
        frequency=table.x,
        age_days=table.age,
        interest_days=ibis.greatest(last.delta(sign, unit="day"), 0),
        lost_for_days=_lost_for_days(table),
        p_alive_before=ibis.greatest(table.p_alive_at_last, table.previous_p_alive.fill_null(table.p_alive_at_last)),
        unrealised=is_customer.ifelse(table.potential_value - table.worth, None),
    )
    return rows.mutate(unrealised_rank=_rank(rows.unrealised))


def _lost_for_days(table: Table) -> Column:
    """Days since the customer was lost: since six times the own rhythm had passed, or 24 months, whichever came first."""
    import ibis

    patience = ibis.least(table.expected_gap * OVERDUE_LOST, float(LOST_DAYS)).fill_null(float(LOST_DAYS))
    once = table.x.fill_null(0) == 0
    return (table.recency_days - once.ifelse(float(LOST_DAYS), patience)).floor().cast("int64")


def _rank(value: Column) -> Column:
    """Share of the others who have one with a smaller value, 0..1; null where the value is."""
    import ibis

    return value.notnull().ifelse(
        value.percent_rank().over(ibis.window(group_by=value.notnull(), order_by=value)), None
    )
