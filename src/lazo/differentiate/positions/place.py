"""How far along an area a customer is: 0 just in, 1 at the gate to the next moment of the life cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.contract_risk import SOON_DAYS
from lazo.analytics.wallet import FULL_SHARE
from lazo.differentiate.positions.bins import BINS
from lazo.differentiate.positions.rule import STEPS
from lazo.differentiate.positions.thresholds import in_force

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table


def with_place(table: Table) -> Table:
    """Adds `place`, 0..1, by the meaning the area gives it; 1 outside (behind the last gate).

    ACQUIRE: steps of qualification done. KEEP: days of the welcome, or purchases on the way to a habit, whichever is
    further. MAXIMIZE: wallet share / 0.6 where it is known (`wallet_share`, where the table has it), else percentile of lifetime value in the cell. LOYALTY: P(alive) x percentile of lifetime value among
    the loyal (of a contract, the chance that it lasts 90 days). RETAIN: overdue ratio from 2 to 6; who fades without being overdue, the loss of P(alive) below 0.5.
    """
    import ibis

    place = ibis.cases(
        (table.area == "ACQUIRE", table.steps / STEPS),
        (table.area == "KEEP", _keep(table)),
        (table.area == "MAXIMIZE", _maximize(table)),
        (table.area == "LOYALTY", table.worth_rank * (1 - table.churn_90d).fill_null(table.p_alive).fill_null(1.0)),
        (table.area == "RETAIN", _retain(table)),
        else_=1.0,
    )
    return table.mutate(place=place.fill_null(0.0).cast("float64").clip(0.0, 1.0))


def worth_ranks(placed: Table) -> Table:
    """Percentile 0..1 of lifetime value: of MAXIMIZE in the customer's cell, of LOYALTY in the area; others have no row."""
    import ibis

    ranked = placed.filter(placed.area.isin(("MAXIMIZE", "LOYALTY")))
    rows = ranked.select("customer_id", "worth", rivals=(ranked.area == "LOYALTY").ifelse("LOYALTY", ranked.cell))
    return rows.select("customer_id", worth_rank=ibis.percent_rank().over(group_by=rows.rivals, order_by=rows.worth))


def bin_of(place: Column) -> Column:
    """The bin of the map, 0 to 13."""
    import ibis

    return ibis.least((place * BINS).floor().cast("int64"), BINS - 1)


def _maximize(table: Table) -> Column:
    if "wallet_share" not in table.columns:
        return table.worth_rank
    return (table.wallet_share / FULL_SHARE).fill_null(table.worth_rank)


def _keep(table: Table) -> Column:
    """The welcome is a clock; after it only purchases lead on: those made and those expected in the next 90 days."""
    import ibis

    coming = table.expected_purchases_90d.fill_null(0.0)
    habit = (table.x.fill_null(0) + coming) / (in_force().habit_days - 1)
    # Of a contract neither a habit nor a second purchase is waited for, but its renewals.
    age = table.contract_age_days.fill_null(table.age.cast("float64")).fill_null(0.0)
    welcome = (table.sub_state == "welcome").ifelse(age / in_force().welcome_days, 0.0)
    return ibis.greatest(habit, welcome)


def _retain(table: Table) -> Column:
    import ibis

    late, lost = in_force().overdue_from, in_force().overdue_lost
    overdue = (table.overdue_ratio.fill_null(0.0) - late) / (lost - late)
    fading = 1 - table.p_alive.fill_null(0.5) / 0.5
    shrinking = 1 - table.revenue_ratio.fill_null(0.5) / 0.5
    return ibis.cases(
        (table.rule == "RETAIN.shrinking", shrinking),
        (table.rule == "RETAIN.leaving", 1 - table.contract_end_in_days / SOON_DAYS),
        (table.rule == "RETAIN.contract", table.churn_90d),
        (overdue > 0, overdue),
        else_=fading,
    )
