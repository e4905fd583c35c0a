"""The months of a customer: those of every party found to be the same one, together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared, bit_or, min_by
from lazo.analytics.rollup import CUSTOMER_MONTHS

if TYPE_CHECKING:
    from ibis.expr.types import Table

CANONICAL_MONTHS = {"customer_id": "int64"} | {name: t for name, t in CUSTOMER_MONTHS.items() if name != "party_id"}


def canonical_months(months: Table, parties: Table) -> Table:
    """The rollup by customer: one row per (customer_id, month); the columns are those of `customer_months`.

    A customer is the canonical party; a party that the snapshot does not know stands for itself. Days on which two
    parties of one customer bought count once. Only merged customers pay for a second grouping: they are few.
    """
    shared = shared_parties(parties)
    alone = months.anti_join(shared, "party_id")
    merged = _merged(months.inner_join(shared, "party_id"))
    return as_declared(alone.rename(customer_id="party_id"), CANONICAL_MONTHS).union(merged)


def shared_parties(parties: Table) -> Table:
    """party_id, customer_id of every party whose customer has more than one: the moved and those they moved to."""
    moved = parties.filter(parties.canonical_id != parties.party_id)
    moved = moved.select(party_id=moved.party_id, customer_id=moved.canonical_id)
    return moved.union(moved.select(party_id=moved.customer_id, customer_id=moved.customer_id).distinct())


def _merged(rows: Table) -> Table:
    by_first_day = rows.group_by("customer_id", "month", "first_day").aggregate(
        n=rows.n.sum(),
        day_mask=bit_or()(rows.day_mask),
        money=rows.money.sum(),
        margin=rows.margin.sum(),
        last_day=rows.last_day.max(),
        first_day_money=rows.first_day_money.sum(),
        last_day_of_any=rows.last_day_of_any.max(),
    )
    merged = by_first_day.group_by("customer_id", "month").aggregate(
        n=by_first_day.n.sum(),
        day_mask=bit_or()(by_first_day.day_mask),
        money=by_first_day.money.sum(),
        margin=by_first_day.margin.sum(),
        first_day_money=min_by()(by_first_day.first_day_money, by_first_day.first_day).fill_null(0),
        first_day=by_first_day.first_day.min(),
        last_day=by_first_day.last_day.max(),
        last_day_of_any=by_first_day.last_day_of_any.max(),
    )
    return as_declared(merged, CANONICAL_MONTHS)
