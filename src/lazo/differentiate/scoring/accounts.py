"""Accounts that shrink: what an organization bought in the last quarter against what it used to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lazo.analytics.canonical import canonical_months
from lazo.analytics.engine import as_declared

if TYPE_CHECKING:
    from ibis.expr.types import Table

REVENUE_RATIOS = {"customer_id": "int64", "revenue_ratio": "float64"}
QUARTER = 3
QUARTERS_BEFORE = 4
QUARTERS_FOR_SEASON = 8


def revenue_ratios(months: Table, parties: Table, *, on: date) -> Table:
    """One row per organization with a year of history before its last quarter: last quarter / what is usual.

    A quarter is three whole months, the last one ending with the last month complete on `on`. Usual is the same quarter
    a year before when eight quarters exist (seasons), else the mean of the four quarters before. No row where that is
    not above 0 or the history is shorter. Domain 1.3, `revenue_ratio`.
    """
    end = last_whole_month(on)
    organizations = parties.filter(parties.kind == "ORGANIZATION").select("party_id")
    rows = canonical_months(months.semi_join(organizations, "party_id"), parties)
    back = end - (rows.month.year() * 12 + rows.month.month() - 1)
    quarters = rows.filter(back >= 0).mutate(quarter=back.cast("int64") // QUARTER)
    sums = quarters.group_by("customer_id").aggregate(
        last=_money(quarters, 0, 0),
        before=_money(quarters, 1, QUARTERS_BEFORE),
        year_ago=_money(quarters, QUARTERS_BEFORE, QUARTERS_BEFORE),
        oldest=quarters.quarter.max(),
    )
    usual = (sums.oldest >= QUARTERS_FOR_SEASON - 1).ifelse(
        sums.year_ago.cast("float64"), sums.before / QUARTERS_BEFORE
    )
    known = sums.mutate(usual=usual).filter((usual > 0) & (sums.oldest >= QUARTERS_BEFORE))
    return as_declared(known.mutate(revenue_ratio=known.last / known.usual), REVENUE_RATIOS)


def _money(quarters: Table, first: int, last: int) -> object:
    inside = quarters.quarter.between(first, last)
    return quarters.money.sum(where=inside).fill_null(0)


def last_whole_month(on: date) -> int:
    """The last month complete on `on`, in months since year 0."""
    this_month = on.year * 12 + on.month - 1
    return this_month if _is_month_end(on) else this_month - 1


def _is_month_end(day: date) -> bool:
    return (day.month % 12 + 1) == date.fromordinal(day.toordinal() + 1).month
