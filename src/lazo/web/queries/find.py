"""Customers for the palette: who fits what somebody types, and where each stands in the cycle."""

from dataclasses import dataclass

from lazo.differentiate.models import CustomerCard
from lazo.identify.queries.search import search_parties
from lazo.kernel.models import User

SHORTEST = 2
AT_MOST = 6


@dataclass(frozen=True)
class FoundCustomer:
    """One customer of a search; `why` is the masked value that fitted when it was not the name, `area` is blank outside the cycle."""

    id: int
    name: str
    kind: str
    city: str = ""
    why: str = ""
    area: str = ""
    place: float | None = None


def customers_found(*, user: User, text: str) -> list[FoundCustomer]:
    """Up to six customers that `user` may see, best fit first; nobody for less than two letters."""
    if len(text.strip()) < SHORTEST:
        return []
    found = search_parties(user=user, text=text, limit=AT_MOST)
    cards = CustomerCard.objects.filter(pk__in=[one.id for one in found]).values_list("pk", "area", "place")
    places = {customer: (area, place) for customer, area, place in cards}
    nowhere = ("", None)
    return [
        FoundCustomer(one.id, one.name, one.kind, one.city, one.shown, *places.get(one.id, nowhere)) for one in found
    ]
