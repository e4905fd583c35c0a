"""Monthly cohorts: those who bought first in the same month, followed month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.canonical import canonical_months
from lazo.analytics.engine import as_declared

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

COHORTS = {"cohort": "date", "month_offset": "int64", "customers": "int64", "active": "int64", "money": "int64"}


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


def _month_number(day: Column) -> Column:
    return day.year() * 12 + day.month()
