"""What a customer bought."""

from django.db.models import QuerySet

from lazo.identify.models import Party, Purchase
from lazo.identify.queries.contact_point import parties_of


def purchases_of(customer: Party) -> "QuerySet[Purchase]":
    """Purchases and returns of the customer, newest first, with their source; lines are prefetched."""
    found = Purchase.objects.filter(party__in=parties_of(customer))
    return found.select_related("source", "party").prefetch_related("lines__product").order_by("-occurred_on", "-id")
