"""What the cycle map reads: few rows per owner and team, whatever the number of customers."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from lazo.differentiate.positions.place import bin_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")


def map_cells(scores: Table) -> Table:
    """Customers and money by owner, team, area and bin: one row per group that has anyone; outside has no cell."""
    inside = scores.filter(scores.area != "").mutate(bin=bin_of(scores.place))
    cells = inside.group_by("owner_id", "team_id", "area", "bin").aggregate(
        customers=inside.count(),
        strategic=inside.strategic.sum().fill_null(0),
        value_12m=inside.value_12m.sum(),
        value_365d=inside.value_365d.sum().fill_null(0),
        value_365d_naive=inside.value_365d_naive.sum().fill_null(0),
    )
    return cells.order_by("owner_id", "team_id", "area", "bin")


def movements(before: Table, now: Table) -> Table:
    """Customers who changed area between two standings, by owner and team of `now`: one row per way taken.

    Both have customer_id and area; blank or no row is outside. Who was not there at all before and is now beyond
    ACQUIRE took two steps, in and on; who was lost and is there again comes from outside straight to the area.
    """
    import ibis

    earlier = before.select("customer_id", origin=before.area)
    joined = now.left_join(earlier, "customer_id", rname="{name}_before")
    changed = joined.filter(joined.origin.fill_null("") != joined.area)
    is_new = changed.origin.isnull() & (changed.area != "ACQUIRE")
    steps = changed.select(
        "owner_id", "team_id", origin=is_new.ifelse("ACQUIRE", changed.origin.fill_null("")), destination=changed.area
    )
    arrivals = changed.filter(is_new).select(
        "owner_id", "team_id", origin=ibis.literal(""), destination=ibis.literal("ACQUIRE")
    )
    ways = steps.union(arrivals)
    counted = ways.group_by("owner_id", "team_id", "origin", "destination").aggregate(customers=ways.count())
    return counted.order_by("owner_id", "team_id", "origin", "destination")


def changed_customers(before: Table, now: Table) -> list[int]:
    """Who is elsewhere, strategic otherwise, new or gone between two files of scores; sorted."""
    old = before.select("customer_id", "area", "sub_state", "strategic_kinds")
    both = now.outer_join(old, "customer_id", rname="{name}_before")
    same = ["area", "sub_state", "strategic_kinds"]
    differs = both.filter(~reduce(and_, [both[name].identical_to(both[f"{name}_before"]) for name in same]))
    ids = differs.select(customer_id=differs.customer_id.coalesce(differs.customer_id_before))
    return [int(one) for one in ids.order_by("customer_id").to_pyarrow()["customer_id"].to_pylist()]
