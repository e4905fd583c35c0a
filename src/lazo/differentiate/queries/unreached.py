"""What customers are worth whom nobody can reach, and who they are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from lazo.differentiate.models import CustomerCard, UnreachedValue
from lazo.identify.models import ConsentEntry, ContactPoint
from lazo.identify.queries.permission import permits
from lazo.identify.queries.quality_attributes import BOTH
from lazo.identify.queries.quality_lacking import has_row, lacking
from lazo.kernel.models import User

Gap = UnreachedValue.Gap
PAGE = 50
WORTH = Coalesce("value_365d", 0)


class UnableToListUnreached(LookupError):
    """There is no such figure of customers."""


@dataclass(frozen=True)
class PageOfCards:
    """`after` is where the next page begins; null at the end."""

    cards: tuple[CustomerCard, ...]
    after: tuple[int, int] | None


def unreached(gap: str, *, on: date) -> Q:
    """Customers with that gap, for any table whose key is the customer's number and that has a column `kind`."""
    people = Q(kind__in=sorted(BOTH))
    if gap == Gap.CONSENT:
        return people & ~permits(purpose=ConsentEntry.Purpose.MARKETING, on=on)
    usable = ContactPoint.objects.filter(party__retired_at__isnull=True).usable()
    usable = usable.exclude(kind=ContactPoint.Kind.ADDRESS) if gap == Gap.ANYTHING else usable.filter(kind=gap.upper())
    return people & ~has_row(usable)


def unreached_values() -> list[UnreachedValue]:
    """As last measured, the largest money first; those in which somebody is missing."""
    last = UnreachedValue.objects.order_by("-day").values_list("day", flat=True).first()
    rows = UnreachedValue.objects.filter(day=last, customers__gt=0) if last else UnreachedValue.objects.none()
    return list(rows.order_by("-value_365d", "-customers", "gap", "-is_strategic"))


def customers_left_out(
    *, user: User, attribute: str, dimension: str, on: date, strategic: bool = False, after: tuple[int, int] | None
) -> PageOfCards:
    """Customers that a figure leaves out and the user may see, the most valuable first.

    `attribute` is one of the quality attributes with its `dimension`, or a gap with a blank one. Raises UnableToListUnreached.
    """
    left_out = _left_out(attribute, dimension, on)
    cards = CustomerCard.objects.visible_to(user).filter(left_out)
    if strategic:
        cards = cards.filter(strategic=True)
    if after is not None:
        value, customer = after
        behind = Q(worth__lt=value) | Q(worth=value, pk__gt=customer)
        cards = cards.annotate(worth=WORTH).filter(behind)
    found = list(cards.annotate(worth=WORTH).select_related("owner").order_by("-worth", "pk")[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return PageOfCards(tuple(found[:PAGE]), (last.value_365d or 0, last.pk) if last else None)


def _left_out(attribute: str, dimension: str, on: date) -> Q:
    if not dimension and attribute in Gap.values:
        return unreached(attribute, on=on)
    found = lacking(attribute=attribute, dimension=dimension, on=on)
    if found is None:
        raise UnableToListUnreached(attribute)
    return found
