"""The standard types of relation, brought into a workspace."""

from django.db import transaction

from lazo.identify.models import RelationshipType
from lazo.identify.relationship_types import STANDARD_TYPES, StandardType
from lazo.kernel.events import record_event

COLUMNS = ("family", "name", "inverse_name", "is_symmetric")


@transaction.atomic
def seed_relationship_types() -> list[str]:
    """Add the standard types that are missing and give the others today's words; run whenever a database is brought up to date.

    Returns the keys of those that were added or changed; when there are any, one event says so. A company's own types stay as they are.
    """
    known = {row["key"]: row for row in RelationshipType.objects.values("key", *COLUMNS)}
    new = [_row(standard) for standard in STANDARD_TYPES]
    stale = [
        row for row in new if known.get(row.key) != {"key": row.key, **{name: getattr(row, name) for name in COLUMNS}}
    ]
    if not stale:
        return []
    RelationshipType.objects.bulk_create(stale, update_conflicts=True, unique_fields=["key"], update_fields=COLUMNS)
    keys = [row.key for row in stale]
    record_event(kind="relationship_types.seeded", by=None, table="identify_relationshiptype", data={"keys": keys})
    return keys


def _row(standard: StandardType) -> RelationshipType:
    return RelationshipType(
        key=standard.key,
        family=standard.family,
        name=standard.name,
        inverse_name=standard.inverse_name or standard.name,
        is_symmetric=standard.is_symmetric,
    )
