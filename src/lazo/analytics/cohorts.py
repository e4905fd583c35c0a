"""Monthly cohorts: those who bought first in the same month, followed month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.canonical import canonical_months
from lazo.analytics.engine import as_declared, bit_count

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

COHORTS = {"cohort": "date", "month_offset": "int64", "customers": "int64", "active": "int64", "money": "int64"}

RETURNS = {"month": "date", "arrived": "int64", "days": "int64", "money": "int64", "all_days": "int64"}


def monthly_cohorts(months: Table, parties: Table) -> Table:
    """One row per cohort (month of the first purchase) and month offset in which anyone of it bought or returned.

    `month_offset` 0 is the cohort's own month, `customers` the size of the cohort, `active` those with a purchase in
    the month, `money` int64 minor units net of returns. Months before a customer's first purchase (returns of what was
    bought before the data begin) are left out, and so are customers that never bought.
    """
    rows = canonical_months(months, parties)
    bought = rows.filter(rows.n > 0)
    starts = bought.group_by("customer_id").aggregate(cohort=bought.month.min())
    joined = rows.inner_join(starts, "customer_id")
    dated = joined.mutate(month_offset=_month_number(joined.month) - _month_number(joined.cohort))
    later = dated.filter(dated.month_offset >= 0)
    cells = later.group_by("cohort", "month_offset").aggregate(
        active=later.count(where=later.n > 0), money=later.money.sum()
    )
    size = starts.group_by("cohort").aggregate(customers=starts.count())
    sized = cells.inner_join(size, "cohort")
    return as_declared(sized, COHORTS).order_by("cohort", "month_offset")


def monthly_returns(months: Table, parties: Table) -> Table:
    """One row per month with a purchase or a return: what it brought, in all and from customers known since an earlier month.

    `arrived` are the customers who first bought in it; `days` and `money` (int64 minor units, returns included) those of the
    known; `all_days` purchase days of everyone. In order of the month.
    """
    rows = canonical_months(months, parties)
    starts = rows.filter(rows.n > 0).group_by("customer_id").aggregate(cohort=lambda t: t.month.min())
    joined = rows.left_join(starts, "customer_id", rname="{name}_right")
    days, known = bit_count()(joined.day_mask), joined.month > joined.cohort
    sums = joined.group_by("month").aggregate(
        arrived=(joined.month == joined.cohort).sum(),
        days=days.sum(where=known),
        money=joined.money.sum(where=known),
        all_days=days.sum(),
    )
    return as_declared(sums.fill_null({"arrived": 0, "days": 0, "money": 0, "all_days": 0}), RETURNS).order_by("month")


def _month_number(day: Column) -> Column:
    return day.year() * 12 + day.month()
