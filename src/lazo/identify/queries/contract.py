"""What a customer is bound by."""

from typing import Any

from lazo.identify.models import Contract, Party
from lazo.identify.queries.contact_point import parties_of


def contracts_of(customer: Party) -> Any:
    """Contracts of the customer, the newest first, with product and source."""
    return contracts_of_parties(parties_of(customer))


def contracts_of_parties(parties: Any) -> Any:
    """The same of the records with these numbers."""
    found = Contract.objects.filter(party__in=parties)
    return found.select_related("source", "product").order_by("-started_on", "-id")
