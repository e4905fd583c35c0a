"""Cost to serve by activity: how often each customer was attended, times what one attention costs.

Activity-based costing as in F. Buttle, CRM: Concepts and Technologies (2009), chapter 5: cost is led to the customer by
what was done for him, not spread by what he bought. R. Kaplan, S. Anderson (2004), Time-Driven Activity-Based Costing,
HBR 82, gives the unit costs their meaning: time of one attention x cost of that time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING

from lazo.analytics.engine import as_declared

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

COSTS = {
    "customer_id": "int64",
    "contacts": "int64",
    "orders": "int64",
    "returns": "int64",
    "contact_cost": "int64",
    "order_cost": "int64",
    "return_cost": "int64",
    "delivery_cost": "int64",
    "cost": "int64",
}
PARTS = ("contact_cost", "order_cost", "return_cost", "delivery_cost")
COUNTS = ("contacts", "orders", "returns")
BEGINNING, END = date(1, 1, 1), date(9999, 12, 31)


class Activity(StrEnum):
    """A contact is an interaction; each order is handled and delivered; each return is handled."""

    CONTACT = "contact"
    ORDER = "order"
    RETURN = "return"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one attention costs, in minor units. A blank channel, direction or kind of a contact is any.

    Capitals and spaces around do not count. Of several that fit a contact the most exact one holds: a kind says more
    than a channel, a channel more than a direction.
    """

    activity: str
    amount: int
    channel: str = ""
    direction: str = ""
    kind: str = ""

    @property
    def exactness(self) -> int:
        return 4 * bool(self.kind) + 2 * bool(self.channel) + bool(self.direction)


@dataclass(frozen=True, slots=True)
class DatedCosts:
    """Unit costs of the days in [start, end); null is without beginning or end."""

    start: date | None
    end: date | None
    costs: tuple[UnitCost, ...]

    def within(self, *, after: date, until: date) -> tuple[date, date] | None:
        """First and last day in (after, until] on which it holds; null when there is none."""
        first = max(self.start or BEGINNING, after + timedelta(days=1))
        last = min(self.end - timedelta(days=1) if self.end else END, until)
        return (first, last) if first <= last else None

    def amount(self, activity: str) -> int:
        """What an order, a return or a delivery costs; 0 when nothing is said."""
        return sum(cost.amount for cost in self.costs if cost.activity == activity)

    @property
    def of_contacts(self) -> tuple[UnitCost, ...]:
        """The unit costs of contacts, the most exact first."""
        contacts = [cost for cost in self.costs if cost.activity == Activity.CONTACT]
        return tuple(sorted(contacts, key=lambda cost: (-cost.exactness, cost.channel, cost.direction, cost.kind)))


def cost_to_serve(
    interactions: Table, purchases: Table, parties: Table, sheets: Sequence[DatedCosts], *, after: date, until: date
) -> Table:
    """What it cost to serve each customer in the days of (after, until]: one row per customer with any activity.

    `interactions` has party_id, day, channel, direction and kind; `purchases` party_id, day and amount; `parties`
    party_id and canonical_id (a party it does not know stands for itself). Counts of `contacts`, `orders` (amount of 0 or
    more) and `returns`, on days of which a sheet says unit costs; money in minor units, `cost` the sum of the parts. A contact that no unit
    cost fits is counted and costs 0. Not null; who has no row was not attended. Rows without a party are nobody's.
    """
    pieces = [
        piece
        for sheet in sheets
        if (days := sheet.within(after=after, until=until))
        for piece in (_contacts(_between(interactions, days), sheet), _orders(_between(purchases, days), sheet))
    ]
    if not pieces:
        return as_declared(_by_customer(_orders(purchases.limit(0), DatedCosts(None, None, ())), parties), COSTS)
    union = reduce(lambda one, other: one.union(other), pieces)
    return as_declared(_by_customer(union, parties), COSTS)


def _between(table: Table, days: tuple[date, date]) -> Table:
    return table.filter(table.day.between(*days) & table.party_id.notnull())


def _contacts(rows: Table, sheet: DatedCosts) -> Table:
    """Counted by their few kinds first, so that a kind is priced once per customer and not once per contact."""
    import ibis

    named = rows.select("party_id", **{name: _folded(rows, name) for name in ("channel", "direction", "kind")})
    counted = named.group_by("party_id", "channel", "direction", "kind").aggregate(n=named.count())
    prices = [(_fits(counted, cost), cost.amount) for cost in sheet.of_contacts]
    price = ibis.cases(*prices, else_=0) if prices else ibis.literal(0)
    zero = ibis.literal(0, "int64")
    return counted.select(
        "party_id",
        contacts=counted.n,
        orders=zero,
        returns=zero,
        contact_cost=counted.n * price.cast("int64"),
        order_cost=zero,
        return_cost=zero,
        delivery_cost=zero,
    )


def _folded(rows: Table, name: str) -> object:
    return rows[name].fill_null("").strip().lower()


def _fits(counted: Table, cost: UnitCost) -> BooleanValue:
    import ibis

    said = [(counted[name], getattr(cost, name).strip().lower()) for name in ("channel", "direction", "kind")]
    return ibis.and_(ibis.literal(True), *(column == wanted for column, wanted in said if wanted))


def _orders(rows: Table, sheet: DatedCosts) -> Table:
    import ibis

    counted = rows.group_by("party_id").aggregate(
        orders=rows.count(where=rows.amount >= 0), returns=rows.count(where=rows.amount < 0)
    )
    zero = ibis.literal(0, "int64")

    def priced(count: IntegerValue, activity: Activity) -> IntegerValue:
        return count * ibis.literal(sheet.amount(activity), "int64")

    return counted.select(
        "party_id",
        contacts=zero,
        orders=counted.orders,
        returns=counted.returns,
        contact_cost=zero,
        order_cost=priced(counted.orders, Activity.ORDER),
        return_cost=priced(counted.returns, Activity.RETURN),
        delivery_cost=priced(counted.orders, Activity.DELIVERY),
    )


def _by_customer(rows: Table, parties: Table) -> Table:
    known = parties.select(known_id=parties.party_id, canonical_id=parties.canonical_id)
    joined = rows.left_join(known, rows.party_id == known.known_id)
    owned = joined.mutate(customer_id=joined.canonical_id.fill_null(joined.party_id))
    sums = owned.group_by("customer_id").aggregate(**{name: owned[name].sum() for name in (*COUNTS, *PARTS)})
    return sums.mutate(cost=reduce(lambda one, other: one + other, (sums[name] for name in PARTS)))
