"""The customer-month rollup: what makes a nightly refresh cost half a scan instead of a whole history."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared, bit_or

if TYPE_CHECKING:
    from ibis.expr.types import Table

PURCHASES = {
    "id": "int64",
    "party_id": "int64",
    "day": "date",
    "amount": "int64",
    "margin": "int64",
}
CUSTOMER_MONTHS = {
    "party_id": "int64",
    "month": "date",
    "n": "int64",
    "day_mask": "int32",
    "money": "int64",
    "margin": "int64",
    "first_day": "date",
    "last_day": "date",
    "first_day_money": "int64",
    "last_day_of_any": "date",
}


def customer_months(purchases: Table) -> Table:
    """Purchases summed by party and calendar month: one row per (party_id, month) with any purchase or return.

    Money is int64 minor units. `n`, `day_mask` (bit day-1), `first_day`, `last_day` and `first_day_money` count the
    purchases with amount >= 0 (a gift is a purchase, a return is not); `money` and `margin` include returns; `last_day_of_any` counts returns too.
    Null: `margin` when no row of the month has one; `first_day` and `last_day` when the month holds only returns.
    Purchases without a party are anonymous and have no row.

    The money of the first day takes a second look at the purchases of parties that bought on several days of the
    month; grouping by day first costs twice as much. Cheapest one month at a time, as partitions are: the hash
    tables stay in the cache.
    """
    known = purchases.filter(purchases.party_id.notnull())
    rows = known.mutate(month=known.day.truncate("M").cast("date"))
    sums = _sums_by_month(rows)
    first = _money_of_first_days(rows, sums)
    joined = sums.left_join(first, ["party_id", "month"], rname="{name}_right")
    money = joined.on_first_day.coalesce(joined.bought_money, 0)
    return as_declared(joined.mutate(first_day_money=money), CUSTOMER_MONTHS)


def _sums_by_month(rows: Table) -> Table:
    import ibis

    bought = rows.amount >= 0
    day_bit = ibis.literal(1, "int32") << (rows.day.day() - 1).cast("int32")
    return rows.group_by("party_id", "month").aggregate(
        n=rows.count(where=bought),
        day_mask=bit_or()(bought.ifelse(day_bit, ibis.literal(0, "int32"))),
        money=rows.amount.sum(),
        margin=rows.margin.sum(),
        first_day=rows.day.min(where=bought),
        last_day=rows.day.max(where=bought),
        last_day_of_any=rows.day.max(),
        bought_money=rows.amount.sum(where=bought),
    )


def _money_of_first_days(rows: Table, sums: Table) -> Table:
    bought = rows.filter(rows.amount >= 0)
    several = sums.filter(sums.first_day < sums.last_day)
    first = bought.semi_join(several, [bought.party_id == several.party_id, bought.day == several.first_day])
    return first.group_by("party_id", "month").aggregate(on_first_day=first.amount.sum())


def edge_months(*, after: date | None, until: date) -> tuple[date, ...]:
    """First days of the months that (after, until] cuts in two: at most two, whose purchases must be read by day."""
    cuts = [] if after is None else [after]
    return tuple(sorted({cut.replace(day=1) for cut in [*cuts, until] if cut != last_of_month(cut)}))


def months_between(months: Table, purchases: Table, *, after: date | None, until: date) -> Table:
    """The rollup of the days in (after, until], exact to the day: same columns, one row per (party_id, month).

    Whole months come from the rollup, those of `edge_months` from their purchases; a caller may pass the purchases
    of these months only. `after` None means from the beginning.
    """
    edges = edge_months(after=after, until=until)
    inside = months.filter(months.month <= until)
    if after is not None:
        inside = inside.filter(inside.month > after)
    if until.replace(day=1) in edges:
        inside = inside.filter(inside.month != until.replace(day=1))
    whole = as_declared(inside, CUSTOMER_MONTHS)
    return whole.union(customer_months(_purchases_of(purchases, edges, after, until))) if edges else whole


def months_until(months: Table, purchases: Table, *, on: date) -> Table:
    """The rollup as it stood at the end of day `on`: rows and days after it are cut off."""
    return months_between(months, purchases, after=None, until=on)


def _purchases_of(purchases: Table, edges: tuple[date, ...], after: date | None, until: date) -> Table:
    """The purchases of the cut months inside (after, until], one range of days a month, so that files are pruned."""
    ranges = []
    for first in edges:
        last = min(until, last_of_month(first))
        start = first if after is None else max(first, after + timedelta(days=1))
        ranges.append(purchases.day.between(start, last))
    chosen = ranges[0]
    for other in ranges[1:]:
        chosen = chosen | other
    return purchases.filter(chosen)


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; the last of the month where that day does not exist."""
    total = day.year * 12 + day.month - 1 - months
    first = date(total // 12, total % 12 + 1, 1)
    return first.replace(day=min(day.day, last_of_month(first).day))
