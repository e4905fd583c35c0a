"""What happened, in the order of its numbers."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.event_access import visible_events
from lazo.api.event_words import event_row
from lazo.api.shape import LARGEST, Limit
from lazo.kernel.event_feed import settled_events

router = Router()


class EventOut(Schema):
    """`before` and `after` only with the scope `events:personal`."""

    id: int
    at: datetime
    kind: str
    by: int | None = None
    table: str
    row: int | None = None
    batch: int | None = None
    data: dict[str, Any]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class EventsOut(Schema):
    """`next` is what to ask after from now on; with `more` false, there is nothing above it yet."""

    data: list[EventOut]
    next: int
    more: bool


After = Annotated[int, Field(ge=0, le=LARGEST)]
Kinds = Annotated[str, Field(max_length=1000, description="only events of these kinds, comma separated; blank: all")]


@router.get("/events", response=EventsOut)
def list_events(request: HttpRequest, after: After = 0, limit: Limit = 100, kinds: Kinds = "") -> HttpResponse:
    """Events above `after`, by number. A number is never passed over that may still appear, so `next` can be kept for good.

    A page may be shorter than `limit`, or empty, while `more` is true: events that are not the person's to see are passed over.
    """
    user = caller(request, "events:read")
    with_details = request.auth.has("events:personal")  # type: ignore[attr-defined]  # set by the door
    read = settled_events(after=after, limit=limit)
    wanted = {kind.strip() for kind in kinds.split(",") if kind.strip()}
    events = visible_events([event for event in read if not wanted or event.kind in wanted], user=user)
    rows = [event_row(event, with_details=with_details) for event in events]
    return answer({"data": rows, "next": read[-1].pk if read else after, "more": len(read) == limit})
