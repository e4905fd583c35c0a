"""Every operation that changes something writes one event: who, what, when, before and after."""

from typing import Any

from lazo.kernel.models import Event, EventDetail, User
from lazo.kernel.written import insert


def record_event(
    *,
    kind: str,
    by: User | None,
    table: str = "",
    row: int | None = None,
    batch: int | None = None,
    data: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """Write the event of one operation, in the operation's own transaction.

    `data` holds no personal values; `before` and `after` may, and are stored apart. `by` is None for the system itself.
    """
    event = Event(kind=kind, by=by, table=table, row=row, batch=batch, data=data or {})
    insert([event])
    if before is not None or after is not None:
        insert([EventDetail(event=event, before=before, after=after)])
    return event
