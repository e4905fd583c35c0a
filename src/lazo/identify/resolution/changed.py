"""Which records are new or changed since a run, told by the captured changes and by the numbers of what was added to them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max

from lazo.identify.models import ContactPoint, Party, PartyIdentifier
from lazo.kernel.models import Change

MOST_OF_BASE = 3
"""More than a third of the base is looked through as a whole: it costs no more, and the model learns."""


@dataclass(frozen=True)
class Watermark:
    """The last change, and the last way of contact and document, that a run has seen."""

    change: int = 0
    contact: int = 0
    document: int = 0


def watermark_now() -> Watermark:
    """Where things stand, when no smaller number is still to come: on PostgreSQL whoever drew one is waited for."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "LOCK TABLE kernel_change, identify_contactpoint, identify_partyidentifier IN SHARE MODE"
                )
        return Watermark(_last(Change), _last(ContactPoint), _last(PartyIdentifier))


def changed_since(seen: Watermark, *, without: Sequence[Sequence[int]] = ()) -> list[int] | None:
    """The parties that came, changed or went after `seen`, changes of the numbers in the spans `without` left out; None when they are so many that the whole base is to be looked through."""
    found: set[int] = set()
    enough = (Party.objects.aggregate(last=Max("pk"))["last"] or 0) // MOST_OF_BASE
    changes = Change.objects.filter(pk__gt=seen.change, table="parties").order_by("pk")
    spans = sorted((span[0], span[1]) for span in without)
    starts = [first for first, _last in spans]
    for number, first, last in changes.values_list("pk", "row_from", "row_to").iterator():
        place = bisect_right(starts, number) - 1
        if place >= 0 and number <= spans[place][1]:
            continue
        if last - first > enough or len(found) > enough:
            return None
        found.update(range(first, last + 1))
    for model, after in ((ContactPoint, seen.contact), (PartyIdentifier, seen.document)):
        rows = model._default_manager.filter(pk__gt=after).order_by()  # noqa: SLF001 - Django documents it
        found.update(rows.values_list("party_id", flat=True).iterator())
    return None if len(found) > max(enough, 1000) else sorted(found)


def _last(model: type[Change] | type[ContactPoint] | type[PartyIdentifier]) -> int:
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0)  # noqa: SLF001 - Django documents it
