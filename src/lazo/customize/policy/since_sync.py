"""Of whom the operational database knows more than the warehouse: what was said and sent since the last sync."""

from lazo.identify.models import ConsentEntry, Interaction
from lazo.kernel.models import Change
from lazo.kernel.warehouse.snapshot import Snapshot

MOST = 5_000
"""Beyond so many it is a sync that is wanted, not a look at each."""


def changed_since(snapshot: Snapshot) -> set[int]:
    """The parties with a line of consent, a contact of ours or another value that the warehouse has not seen; none where they are too many.

    Three queries, each by its key from the last row that was mirrored.
    """
    consents = ConsentEntry.objects.filter(pk__gt=_mirrored(snapshot, "consents")).order_by("pk")
    sent = Interaction.objects.filter(pk__gt=_mirrored(snapshot, "interactions")).order_by("pk")
    found = {
        *consents.values_list("party_id", flat=True)[: MOST + 1],
        *sent.values_list("party_id", flat=True)[: MOST + 1],
    }
    last = snapshot.manifest.last_change
    changes = Change.objects.filter(pk__gt=last[0] if last else 0, table="parties").order_by("pk")
    for first, until in changes.values_list("row_from", "row_to")[: MOST + 1]:
        found |= {*range(first, min(until, first + MOST) + 1)}
        if len(found) > MOST:
            break
    return found if len(found) <= MOST else set()


def _mirrored(snapshot: Snapshot, table: str) -> int:
    """Up to which id every row that will ever be is in the warehouse."""
    return snapshot.manifest.state(table).settled if table in snapshot.tables else 0
