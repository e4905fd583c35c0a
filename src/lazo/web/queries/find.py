"""Customers for the palette: who fits what somebody types, and where each stands in the cycle."""

from dataclasses import dataclass

from lazo.differentiate.models import Score
from lazo.identify.queries.parties import parties_named
from lazo.kernel.models import User

SHORTEST = 2
AT_MOST = 8


@dataclass(frozen=True)
class FoundCustomer:
    """One customer of a search; `why` says what fitted when it was not the name, `area` is blank outside the cycle."""

    id: int
    name: str
    kind: str
    city: str = ""
    why: str = ""
    area: str = ""
    place: float | None = None


def customers_found(*, user: User, text: str) -> list[FoundCustomer]:
    """Up to eight customers that `user` may see, best fit first; nobody for less than two letters."""
    if len(text.strip()) < SHORTEST:
        return []
    found = parties_named(user=user, prefix=text)[:AT_MOST]
    places = {
        customer: (area, place)
        for customer, area, place in Score.objects.filter(customer__in=[one.id for one in found]).values_list(
            "customer_id", "area", "place"
        )
    }
    nowhere = ("", None)
    return [FoundCustomer(one.id, one.name, one.kind, one.city, "", *places.get(one.id, nowhere)) for one in found]
