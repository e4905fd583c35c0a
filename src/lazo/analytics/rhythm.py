"""The personal clock: how often a customer buys, and how late the next purchase is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lazo.analytics.canonical import shared_parties
from lazo.analytics.engine import as_declared

if TYPE_CHECKING:
    from ibis.expr.types import Table

OWN_GAPS = 3
PEERS = 25
REPEAT_BUYERS = 200
FIXED_GAP_DAYS = 90
GAP_MEDIANS = {"customer_id": "int64", "gap_median_days": "float64"}
RHYTHM = {"customer_id": "int64", "expected_gap": "float64", "gap_source": "string", "overdue_ratio": "float64"}


def gap_medians(months: Table, parties: Table, *, on: date) -> Table:
    """The median of the days between a customer's purchase days up to `on`: one row per customer with 3 gaps or more.

    `gap_median_days` is a whole number of days or a half, exact. The day masks of the rollup carry every day, so no
    purchase is read; a day on which two parties of the customer bought makes a gap of 0, which is dropped.
    """
    days = _purchase_days(months.filter(months.month <= on), parties, on)
    before = days.day_number.lag().over(group_by=days.customer_id, order_by=days.day_number)
    gaps = days.mutate(gap=days.day_number - before)
    gaps = gaps.filter(gaps.gap > 0)
    medians = gaps.group_by("customer_id").aggregate(gap_median_days=gaps.gap.median(), n_gaps=gaps.count())
    return as_declared(medians.filter(medians.n_gaps >= OWN_GAPS), GAP_MEDIANS)


def _purchase_days(months: Table, parties: Table, on: date) -> Table:
    """One row per party and purchase day, so a customer's day may come twice; `day_number` counts days since 1970.

    The month of `on` is cut in the mask: a filter on the days of all months costs as much as their gaps.
    """
    import ibis

    until_on = months.day_mask & ibis.literal((1 << on.day) - 1, "int32")
    masks = months.select(
        "party_id",
        start=months.month.epoch_days().cast("int32"),
        day_mask=(months.month == on.replace(day=1)).ifelse(until_on, months.day_mask),
    )
    joined = masks.left_join(shared_parties(parties), "party_id", rname="{name}_right")
    rows = joined.select("start", "day_mask", customer_id=joined.customer_id.coalesce(joined.party_id))
    days = rows.cross_join(_bits_of_a_month())
    chosen = days.filter((days.day_mask & (ibis.literal(1, "int32") << days.bit)) != 0)
    return chosen.select("customer_id", day_number=chosen.start + chosen.bit)


def _bits_of_a_month() -> Table:
    """0 to 30; joining 31 rows costs a seventh of unnesting an array beside every month."""
    import ibis
    import pyarrow as pa

    return ibis.memtable(pa.table({"bit": pa.array(range(31), pa.int32())}))


def rhythm(facts: Table, *, r: float, peers: Sequence[str] = (), fixed_gap_days: int = FIXED_GAP_DAYS) -> Table:
    """Expected gap and overdue ratio: one row per customer of `facts` that has bought.

    `expected_gap` is in days, `overdue_ratio` is recency_days / expected_gap, `gap_source` says where it comes from:
    - own: the median of the customer's own gaps, when there are 3 or more;
    - peers: (r * m + t_x) / (r + x), where m is the median of the peers' own medians. It is the posterior mean gap of
      BG/NBD with Gamma(r, alpha) purchase rates (Fader, Hardie and Lee 2005, eq. 4), with m for the prior's alpha / r
      and the time up to the last purchase for T: the silence after it is what the ratio tests, so it must not stretch
      the yardstick;
    - fixed: `fixed_gap_days`, for a base with fewer than 200 repeat buyers or without any own median.
    `peers` names columns of `facts` (type, country); a cell with fewer than 25 own medians takes the whole base's.
    """
    bought = facts.filter(facts.n_days > 0)
    base = bought.aggregate(base_median=bought.gap_median_days.median(), repeat_buyers=(bought.x > 0).sum())
    return as_declared(_with_gaps(_with_peers(bought.cross_join(base), peers), r, fixed_gap_days), RHYTHM)


def _with_peers(rows: Table, peers: Sequence[str]) -> Table:
    if not peers:
        return rows.mutate(peer_median=rows.base_median)
    known = rows.filter(rows.gap_median_days.notnull())
    cells = known.group_by(*peers).aggregate(cell_median=known.gap_median_days.median(), cell_size=known.count())
    cells = cells.filter(cells.cell_size >= PEERS)
    joined = rows.left_join(cells, [rows[name].identical_to(cells[name]) for name in peers], rname="{name}_cell")
    return joined.mutate(peer_median=joined.cell_median.coalesce(joined.base_median))


def _with_gaps(rows: Table, r: float, fixed_gap_days: int) -> Table:
    import ibis

    prior = ibis.literal(r, "float64").cast("!float64")  # DuckDB would take a bare 0.243 for a decimal
    shrunk = (prior * rows.peer_median + rows.t_x) / (prior + rows.x)
    usable = (rows.repeat_buyers >= REPEAT_BUYERS) & rows.peer_median.notnull()
    own = rows.gap_median_days
    gap = ibis.coalesce(own, usable.ifelse(shrunk, float(fixed_gap_days)))
    source = ibis.cases((own.notnull(), "own"), (usable, "peers"), else_="fixed")
    return rows.mutate(expected_gap=gap, gap_source=source, overdue_ratio=rows.recency_days / gap)
