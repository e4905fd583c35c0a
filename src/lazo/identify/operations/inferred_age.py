"""What was inferred holds for a time: values older than 180 days go, and whoever shows them follows."""

from datetime import datetime, timedelta

from django.db import transaction

from lazo.identify.models import TraitDefinition, TraitValue
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change

DAYS = 180
AT_ONCE = 5_000


def expired_values(at: datetime) -> "list[int]":
    """Up to five thousand inferred values whose time is over at the instant `at`, the oldest first."""
    rows = TraitValue.objects.filter(kind=TraitDefinition.Kind.INFERRED, set_at__lt=at - timedelta(days=DAYS))
    return list(rows.order_by("set_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def inferred_is_old(at: datetime) -> bool:
    """Whether anything inferred has been there for too long."""
    old = TraitValue.objects.filter(kind=TraitDefinition.Kind.INFERRED, set_at__lt=at - timedelta(days=DAYS))
    return old.exists()


def expire_inferred(*, at: datetime, context: JobContext) -> int:
    """Delete what was inferred more than 180 days before `at`, five thousand values in each transaction; how many went.

    Killed, the next attempt goes on: what is gone is gone whole, with the changes that tell of it, and is counted. One event, `traits.expired`,
    when any went.
    """
    count = int(context.saved.get("gone", 0))
    while numbers := expired_values(at):
        with transaction.atomic():
            rows = TraitValue.objects.filter(pk__in=numbers)
            parties = sorted(set(rows.values_list("party_id", flat=True)))
            rows.delete()
            _tell("traits", Change.Operation.DELETE, numbers)
            # The values are gone: their parties are told of, so that lists follow.
            _tell("parties", Change.Operation.UPDATE, parties)
            count += len(numbers)
            context.checkpoint(gone=count, is_told=False)
        context.progress(count, None, "rasgos")
        context.raise_if_cancelled()
    if count and not context.saved.get("is_told"):
        with transaction.atomic():
            context.checkpoint(is_told=True)
            told = {"values": count, "days": DAYS}
            record_event(kind="traits.expired", by=None, table="identify_traitvalue", data=told)
    return count


def _tell(table: str, operation: Change.Operation, numbers: list[int]) -> None:
    note_changes(
        [Change(table=table, operation=operation, row_from=first, row_to=last) for first, last in runs(numbers)]
    )
