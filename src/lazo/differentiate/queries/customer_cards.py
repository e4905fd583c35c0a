"""The cards of a page as they are read: values by name. Models of card, owner and team would take a page longer than its question."""

from typing import Any

from django.db.models import QuerySet

from lazo.differentiate.models import CustomerCard

Card = dict[str, Any]
COLUMNS = (
    "customer_id",
    "name",
    "kind",
    "country",
    "city",
    "owner_id",
    "team_id",
    "area",
    "sub_state",
    "place",
    "value_12m",
    "value_365d",
    "clv",
    "cost_12m",
    "net_12m",
    "p_alive",
    "risk",
    "n_purchases",
    "first_day",
    "last_day",
    "last_contact_on",
    "first_contact_on",
    "created_on",
    "tier",
    "rfm",
    "strategic",
)
"""What a row of a list repeats as it is."""
ASIDE = ("also_in", "owner__name", "team__name", "sort_value")


def read_cards(cards: "QuerySet[CustomerCard]") -> list[Card]:
    """The COLUMNS of cards in an order (`Order.apply`), with the names of owner and team and the `sort_value`; one query."""
    return list(cards.values(*COLUMNS, *ASIDE))
