"""What the kernel itself may hold of a person, and how it goes: details of events, answers kept, undo offers, shares."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from lazo.kernel.models import Event, EventDetail, IdempotentAnswer, Job, Share, UndoOffer
from lazo.kernel.personal_data import Forgotten, register_forgetting
from lazo.kernel.text_search import rows_with

PARTIES = "identify_party"
AT_ONCE = 500


def register() -> None:
    register_forgetting("events", forget_event_values)
    register_forgetting("kept_answers", forget_kept_answers)
    register_forgetting("shares", forget_shares)


def forget_details_of(table: str, rows: Sequence[int]) -> int:
    """Delete the values of before and after of events about these rows; the events stay, and so does their order."""
    count = 0
    for start in range(0, len(rows), AT_ONCE):
        events = Event.objects.filter(table=table, row__in=rows[start : start + AT_ONCE])
        count += EventDetail.objects.filter(event__in=events).delete()[0]
    return count


def forget_event_values(person: Forgotten) -> int:
    """The same for events about what is gone already, a note that was deleted, and about anything else that names the person."""
    with transaction.atomic():
        about = EventDetail.objects.filter(event__data__party__in=list(person.family)).delete()[0]
        return about + _delete(EventDetail, ("before", "after"), person.values)


def forget_kept_answers(person: Forgotten) -> int:
    """Answers of the API kept for a repeated question, offers of undo, and what jobs were asked and answered."""
    with transaction.atomic():
        count = _delete(IdempotentAnswer, ("body", "headers"), person.values)
        count += _delete(UndoOffer, ("data", "label"), person.values)
        for column in ("arguments", "result", "checkpoint", "error"):
            ended = Q(state__in=[Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED])
            numbers = list(rows_with(Job, column, person.values).filter(ended).values_list("pk", flat=True))
            values: dict[str, Any] = {column: {}}
            count += Job.objects.filter(pk__in=numbers).update(**values)
    return count


def forget_shares(person: Forgotten) -> int:
    return Share.objects.filter(table=PARTIES, row__in=list(person.family)).delete()[0]


def overwrite_deleted() -> None:
    """From here on this connection writes zeros over what it deletes: on SQLite nothing stays in pages that are free."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def empty_log() -> None:
    """On SQLite move everything out of the write-ahead log, where the old pages are, if nobody reads meanwhile."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _delete(model: type[models.Model], columns: Sequence[str], values: Sequence[str]) -> int:
    numbers: set[int] = set()
    for column in columns if values else ():
        numbers.update(rows_with(model, column, values).values_list("pk", flat=True))
    return model._base_manager.filter(pk__in=numbers).delete()[0]  # noqa: SLF001 - documented API of Django despite its name
