"""Keeping the rows that repeat golden records, in the transaction of whatever they repeat."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from lazo.identify.models import GoldenRecord, Party
from lazo.identify.models.golden_record import COLUMNS
from lazo.identify.queries.families import families_of
from lazo.identify.queries.golden_record import golden_views
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.models import Change

AT_ONCE = 500
MIRRORED = ("country", "city", "birth_date")


def refresh_golden(customers: Collection[int]) -> None:
    """Make the golden records of these customers again; who has one record alone needs none."""
    numbers = sorted(set(customers))
    for start in range(0, len(numbers), AT_ONCE):
        families = families_of(numbers[start : start + AT_ONCE])
        standing = set(Party.objects.filter(pk__in=families, canonical__isnull=True).values_list("pk", flat=True))
        several = {
            customer: family for customer, family in families.items() if customer in standing and len(family) > 1
        }
        GoldenRecord.objects.filter(customer_id__in=families.keys() - several.keys()).delete()
        rows = [GoldenRecord(customer_id=customer, **view.columns) for customer, view in golden_views(several).items()]
        _tell_mirrored(rows)
        GoldenRecord.objects.bulk_create(rows, update_conflicts=True, unique_fields=["customer"], update_fields=COLUMNS)


def _tell_mirrored(rows: Collection[GoldenRecord]) -> None:
    """The warehouse has some of what holds: it is told of customers of whom another record says something new."""
    found = GoldenRecord.objects.filter(customer_id__in=[row.customer_id for row in rows])
    held = {number: told for number, *told in found.values_list("customer_id", *MIRRORED)}
    moved = [row.customer_id for row in rows if held.get(row.customer_id) not in (None, _mirrored(row))]
    update = Change.Operation.UPDATE
    noted = [Change(table="parties", operation=update, row_from=first, row_to=last) for first, last in runs(moved)]
    note_changes(noted, follow=False)


def _mirrored(row: GoldenRecord) -> list[object]:
    return [getattr(row, name) for name in MIRRORED]


def follow_parties(changes: Sequence[Change]) -> None:
    """Keep the golden records of customers one of whose records changed; new parties have one record."""
    touched = [change for change in changes if change.operation != Change.Operation.APPEND]
    if not touched or not (Party.objects.filter(canonical__isnull=False).exists() or GoldenRecord.objects.exists()):
        return
    found: set[int] = set()
    single = [change.row_from for change in touched if change.row_from == change.row_to]
    for start in range(0, len(single), AT_ONCE):
        found |= _customers(Q(pk__in=single[start : start + AT_ONCE]))
    for change in touched:
        if change.row_from != change.row_to:
            found |= _customers(Q(pk__gte=change.row_from, pk__lte=change.row_to))
    refresh_golden(found)


def _customers(spans: Q) -> set[int]:
    """The customers of the records in these ranges that have, or had, several."""
    born = Party.objects.filter(spans)
    records = set(born.filter(canonical__isnull=False).values_list("canonical_id", flat=True))
    roots = set(
        Party.objects.filter(canonical__in=born.filter(canonical__isnull=True)).values_list("canonical_id", flat=True)
    )
    known = set(GoldenRecord.objects.filter(customer__in=born).values_list("customer_id", flat=True))
    return {number for number in records | roots | known if number is not None}
