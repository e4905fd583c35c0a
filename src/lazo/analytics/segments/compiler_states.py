"""Relations, movements and consents as sets of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.definition import ConsentCondition, End, MovementCondition, RelationCondition, Way
from lazo.analytics.segments.set_tables import SetTables
from lazo.analytics.segments.vocabulary import WAYS

if TYPE_CHECKING:
    from ibis.expr.types import Table


def relation(base: SetTables, node: RelationCondition) -> Table:
    """Who stands at that end of an open relation."""
    import ibis

    rows = base.tables["relations"]
    on = ibis.literal(base.on, "date")
    known = rows.valid_from.isnull() | (rows.valid_from <= on)
    rows = rows.filter(known & (rows.valid_to.isnull() | (rows.valid_to > on)))
    if node.types:
        rows = rows.filter(rows["type"].isin(list(node.types)))
    ends = []
    if node.end in {End.ANY, End.ORIGIN}:
        ends.append(rows.select(end_id=rows.origin_id))
    if node.end in {End.ANY, End.TARGET}:
        ends.append(rows.select(end_id=rows.target_id))
    return base.of_customer(ends[0].union(*ends[1:]) if len(ends) > 1 else ends[0], "end_id")


def movement(base: SetTables, node: MovementCondition) -> Table:
    """Whose stay in an area begins (ends) in the period, and no other stay there ends (begins) on that day."""
    import ibis

    rows = base.tables["positions"]
    began = rows.aggregate(began=rows.valid_from.min())
    stays = rows.filter(rows.valid_to.isnull() | (rows.valid_from < rows.valid_to))
    stays = base.of_customer(stays, "party_id")
    begins = stays.select("customer_id", "area", day=stays.valid_from)
    ends = stays.select("customer_id", "area", day=stays.valid_to).filter(lambda t: t.day.notnull())
    moved, other = (begins, ends) if node.way == Way.ENTERED else (ends, begins)
    first, last = periods.until(node.period, on=base.on)
    moved = moved.filter(moved.area.isin(list(node.areas)) & (moved.day <= ibis.literal(last, "date")))
    if first is not None:
        moved = moved.filter(moved.day >= ibis.literal(first, "date"))
    moved = moved.anti_join(other, ["customer_id", "area", "day"])
    return moved.anti_join(began, moved.day == began.began)


def consent(base: SetTables, node: ConsentCondition) -> Table:
    """Whose strictest last line is one of the states and, if asked, whom a way of the channel reaches."""
    import ibis

    everybody = base.customers().select("customer_id")
    states = _states(base, node)
    joined = everybody.left_join(states, "customer_id", rname="{name}_said")
    held = joined.filter(joined.state.fill_null("UNKNOWN").isin(list(node.states))).select("customer_id")
    if not node.reachable:
        return held
    parties = base.tables["parties"]
    reached = parties.filter((parties.ways & ibis.literal(WAYS[node.channel], "int64")) != 0)
    return held.semi_join(reached.select(customer_id=reached.canonical_id), "customer_id")


def _states(base: SetTables, node: ConsentCondition) -> Table:
    """customer_id, state of those who said anything about the purpose and channel."""
    import ibis

    rows = base.tables["consents"]
    on = ibis.literal(base.on, "date")
    taken_back = rows.filter(rows.takes_back_id.notnull()).select(id=rows.takes_back_id)
    lines = rows.filter(
        (rows.purpose == node.purpose)
        & (rows.channel == node.channel)
        & rows.takes_back_id.isnull()
        & (rows.said_on <= on)
    )
    lines = lines.anti_join(taken_back, "id")
    order = [ibis.desc(lines.said_on), ibis.desc(lines.id)]
    last = ibis.row_number().over(group_by=lines.party_id, order_by=order) == 0
    said = lines.mutate(is_last=last).filter(lambda t: t.is_last)
    ended = (said.state == "GRANTED") & said.expires_on.notnull() & (said.expires_on <= on)
    rank = ended.ifelse(1, said.state.cases(("WITHDRAWN", 0), ("EXPIRED", 1), else_=2))
    ranked = base.of_customer(said.select("party_id", rank=rank), "party_id")
    strictest = ranked.group_by("customer_id").aggregate(rank=ranked["rank"].min())
    state = strictest["rank"].cases((0, "WITHDRAWN"), (1, "EXPIRED"), else_="GRANTED")
    return strictest.select("customer_id", state=state)
