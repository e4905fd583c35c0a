"""The customers of a cell taken out as a file: who may, and that they were."""

from collections.abc import Sequence

from lazo.differentiate.migration.matrix import Migrant, migrants
from lazo.differentiate.migration.scheme import Scheme
from lazo.differentiate.migration.snapshot import Snapshot
from lazo.differentiate.models import CustomerCard
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User

MOST = 1_000_000
AT_ONCE = 10_000


class UnableToExportMigrants(Exception):
    """Nobody gave this user the right to export."""

    code = "not_allowed"


def export_migrants(
    *, by: User, scheme: Scheme, before: Snapshot, after: Snapshot, origin: int | None, destination: int | None
) -> tuple[Sequence[Migrant], dict[int, str]]:
    """Every customer of a cell and the names of those who still are one. Raises UnableToExportMigrants."""
    if not may(by, "may_export"):
        raise UnableToExportMigrants
    found = migrants(
        user=by, scheme=scheme, before=before, after=after, origin=origin, destination=destination, size=MOST
    )
    data = {"scheme": scheme.key, "rows": found.total, "from": before.run, "to": after.run}
    record_event(kind="migration.exported", by=by, table="score_run", row=after.run, data=data)
    return found.rows, _names([row.customer for row in found.rows])


def _names(customers: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(customers), AT_ONCE):
        cards = CustomerCard.objects.filter(pk__in=customers[start : start + AT_ONCE])
        found |= dict(cards.values_list("pk", "name"))
    return found
