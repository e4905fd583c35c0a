"""Which of two customers keeps its number: the one that has been a customer longer, then the one we know longer, then the one with more history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.db.models.functions import Coalesce, TruncDate

from lazo.identify.models import Party, Purchase

LAST_DAY = date.max


@dataclass(frozen=True, order=True)
class Standing:
    """Sorts first whose number stays; `first_purchase` and `known_since` are the last day there is where nobody knows."""

    first_purchase: date
    known_since: date
    fewer_purchases: int
    party: int


def standing_of(families: Mapping[int, Sequence[int]]) -> dict[int, Standing]:
    """The standing of each customer with the records of its family, in two queries."""
    whose = {record: customer for customer, family in families.items() for record in family}
    first: dict[int, date] = {}
    count: dict[int, int] = dict.fromkeys(families, 0)
    bought = Purchase.objects.filter(party_id__in=whose).order_by().values_list("party_id")
    for record, day, n in bought.annotate(day=Min("occurred_on"), n=Count("pk")):
        customer = whose[record]
        first[customer] = min(first.get(customer, LAST_DAY), day)
        count[customer] += n
    known: dict[int, date] = {}
    since = Party.objects.filter(pk__in=whose).values_list("pk", Coalesce("first_contact_on", TruncDate("created_at")))
    for record, day in since:
        known[whose[record]] = min(known.get(whose[record], LAST_DAY), day)
    return {
        customer: Standing(first.get(customer, LAST_DAY), known.get(customer, LAST_DAY), -count[customer], customer)
        for customer in families
    }


def survivor(families: Mapping[int, Sequence[int]]) -> int:
    """The customer that keeps its number."""
    return min(standing_of(families).values()).party
