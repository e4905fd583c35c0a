"""Who allowed a purpose by some channel, asked of many customers at once: the same rule as `consent_standing`."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from lazo.identify.models import ConsentEntry
from lazo.identify.models.consent import ConsentQuerySet
from lazo.identify.queries.quality_lacking import has_row


def permits(*, purpose: str, on: date) -> Q:
    """Customers who allow `purpose` by one channel at least: a record says so last, and none of the customer's says less."""
    said = _last_lines(purpose, on)
    holds = Q(state=ConsentEntry.State.GRANTED) & (Q(expires_on__isnull=True) | Q(expires_on__gt=on))
    against = said.exclude(holds).filter(channel=OuterRef("channel"))
    granted = said.filter(holds).annotate(customer=Coalesce("party__canonical_id", "party_id"))
    return has_row(
        granted.filter(
            ~Exists(against.filter(party_id=OuterRef("customer"))),
            ~Exists(against.filter(party__canonical_id=OuterRef("customer"))),
        )
    )


def _last_lines(purpose: str, on: date) -> ConsentQuerySet:
    """The last standing line of each record and channel."""
    lines = ConsentEntry.objects.standing().filter(purpose=purpose, on__lte=on)
    later = lines.filter(party_id=OuterRef("party_id"), channel=OuterRef("channel"))
    is_later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    return lines.filter(~Exists(later.filter(is_later)))
