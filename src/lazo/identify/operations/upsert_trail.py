"""What a bulk upsert leaves behind for others to read: changes for the warehouse and the lists, an event for each party."""

from collections.abc import Sequence
from typing import Any

from lazo.identify.models import Source
from lazo.identify.operations.party import plain
from lazo.identify.operations.upsert_row import Work
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.models import Change, Event, EventDetail, User

TABLE = "identify_party"


def tell_changes(works: Sequence[Work]) -> None:
    """New and changed parties, as ranges of their ids."""
    new = [work.party.pk for work in works if work.party and work.is_new]
    old = [work.party.pk for work in works if work.party and not work.is_new and work.touched]
    appended = [_change(Change.Operation.APPEND, first, last) for first, last in runs(new)]
    note_changes([*appended, *(_change(Change.Operation.UPDATE, first, last) for first, last in runs(old))])


def tell_events(works: Sequence[Work], source: Source, by: User) -> None:
    """One event for each party that is new or changed, as if it had been written alone."""
    changed = [work for work in works if work.party and (work.is_new or work.touched)]
    events = Event.objects.bulk_create(_event(work, source, by) for work in changed)
    details = [
        EventDetail(event=event, before=None if work.is_new else _plain(work.before), after=_plain(work.after))
        for event, work in zip(events, changed, strict=True)
    ]
    EventDetail.objects.bulk_create(details)


def _change(operation: Change.Operation, first: int, last: int) -> Change:
    return Change(table="parties", operation=operation, row_from=first, row_to=last)


def _event(work: Work, source: Source, by: User) -> Event:
    assert work.party is not None
    if work.is_new:
        data: dict[str, Any] = {"kind": work.row.kind, "source": source.pk}
        return Event(kind="party.added", by=by, table=TABLE, row=work.party.pk, data=data)
    data = {"version": work.party.version, "fields": sorted(work.touched), "source": source.pk}
    return Event(kind="party.edited", by=by, table=TABLE, row=work.party.pk, data=data)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items() if name != "folded_name"}
