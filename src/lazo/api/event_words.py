"""An event as programs read it."""

from typing import Any

from lazo.kernel.models import Event


def event_row(event: Event, *, with_details: bool = False) -> dict[str, Any]:
    """No personal values, unless `with_details` asks for what was before and is after."""
    told: dict[str, Any] = {
        "id": event.pk,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "by": event.by_id,
        "table": event.table,
        "row": event.row,
        "batch": event.batch,
        "data": event.data,
    }
    if with_details:
        detail = getattr(event, "detail", None)
        told |= {"before": detail.before if detail else None, "after": detail.after if detail else None}
    return told
