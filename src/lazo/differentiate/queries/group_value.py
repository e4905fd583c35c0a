"""What the members of a household or a group of companies are worth together, as far as the reader may see them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lazo.differentiate.models import CustomerCard
from lazo.kernel.models import User

AT_ONCE = 5_000
WORST = ("RETAIN", "KEEP", "MAXIMIZE", "LOYALTY", "ACQUIRE")
"""From whom we are losing to whom we do not have yet."""
SUMS = ("value_12m", "value_365d", "clv", "cost_12m", "net_12m", "n_purchases")
READ = (*SUMS, "area", "place", "strategic")


@dataclass(frozen=True)
class GroupValue:
    """Sums over the members seen, in base minor units, null where nothing is known of any; `hidden` members are in no sum.

    `cost_12m` and `net_12m` are what serving them cost and the margin that is left, where unit costs are stated. `customers` counts members who have bought, `area` is the worst place in the cycle any of them has, `place` how far in, `at_risk` how many are in RETAIN.
    """

    members: int = 0
    customers: int = 0
    value_12m: int | None = None
    value_365d: int | None = None
    clv: int | None = None
    cost_12m: int | None = None
    net_12m: int | None = None
    n_purchases: int | None = None
    strategic: int = 0
    area: str = ""
    place: float | None = None
    at_risk: int = 0
    hidden: int = 0


def group_values(*, groups: Mapping[int, Collection[int]], user: User) -> dict[int, GroupValue]:
    """By group, the value of its members (ids of customers) together; one query per 5,000 members of all groups.

    Who may not see a member sees neither its row nor its money: it is only counted as hidden.
    """
    numbers = sorted({member for members in groups.values() for member in members})
    cards: dict[int, CustomerCard] = {}
    for start in range(0, len(numbers), AT_ONCE):
        piece = numbers[start : start + AT_ONCE]
        rows = CustomerCard.objects.visible_to(user).filter(pk__in=piece).only(*READ)
        cards |= {card.customer_id: card for card in rows}
    return {
        group: _together([cards[one] for one in set(members) if one in cards], len(set(members)))
        for group, members in groups.items()
    }


def _together(cards: list[CustomerCard], members: int) -> GroupValue:
    sums = {name: _sum(getattr(card, name) for card in cards) for name in SUMS}
    placed = [card for card in cards if card.area in WORST]
    worst = min(placed, key=lambda card: (WORST.index(card.area), -(card.place or 0), card.customer_id), default=None)
    return GroupValue(
        members=len(cards),
        customers=sum(1 for card in cards if card.n_purchases),
        strategic=sum(1 for card in cards if card.strategic),
        area=worst.area if worst else "",
        place=worst.place if worst else None,
        at_risk=sum(1 for card in cards if card.area == "RETAIN"),
        hidden=members - len(cards),
        **sums,
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
