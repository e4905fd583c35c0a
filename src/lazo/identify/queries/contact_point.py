"""How a customer can be reached."""

from django.db.models import QuerySet

from lazo.identify.models import ContactPoint, Party, PartyIdentifier


def parties_of(customer: Party) -> "QuerySet[Party]":
    """The customer and the records that were found to be the same."""
    return Party.objects.filter(pk=customer.pk) | Party.objects.filter(canonical=customer.pk)


def contact_points_of(customer: Party) -> "QuerySet[ContactPoint]":
    """Ways of contact, verified and likely ones first."""
    points = ContactPoint.objects.filter(party__in=parties_of(customer))
    return points.order_by("kind", "verified_at", "-is_likely", "id")


def identifiers_of(customer: Party) -> "QuerySet[PartyIdentifier]":
    """Documents and tax numbers, those whose digit checks first."""
    return PartyIdentifier.objects.filter(party__in=parties_of(customer)).order_by("-is_valid", "id")
