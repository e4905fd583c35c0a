"""Upper floors follow: what a package does because an operation of a floor below wrote an event.

Calls go down, events come up. A subscriber acts on each event of its kinds once, in the order of their numbers: what it does and how far it
has come are one transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from lazo.kernel.event_feed import settled_events
from lazo.kernel.jobs import JobContext, job
from lazo.kernel.models import Event, Subscription

JOB = "kernel.subscribers"
AT_ONCE = 100
Reaction = Callable[[Event], object]


@dataclass(frozen=True)
class Subscriber:
    """`reaction` runs in the transaction that says the event was seen; it calls operations of its own floor or below."""

    name: str
    kinds: frozenset[str]
    reaction: Reaction


_subscribers: dict[str, Subscriber] = {}


def subscribe(name: str, *, kinds: Iterable[str], reaction: Reaction) -> None:
    """Register what is done because of events of these kinds; registering again replaces.

    A new subscriber begins with the events that come after it was first looked at: what was long past is not acted on.
    """
    _subscribers[name] = Subscriber(name, frozenset(kinds), reaction)


def subscribers_are_behind() -> bool:
    """Whether an event waits for a subscriber, or one has not begun yet."""
    positions = dict(Subscription.objects.values_list("name", "position"))
    return any(
        one.name not in positions
        or Event.objects.filter(kind__in=one.kinds, pk__gt=positions[one.name]).order_by("pk").exists()
        for one in _subscribers.values()
    )


def follow_events(context: JobContext) -> int:
    """Let every subscriber act on what it has not seen; how many events were acted on. Killed, it goes on behind the last one."""
    acted = 0
    for name in sorted(_subscribers):
        begun = True
        while begun:
            context.raise_if_cancelled()
            done = _follow(_subscribers[name])
            begun = done is not None
            acted += done or 0
    return acted


@transaction.atomic
def _follow(one: Subscriber) -> int | None:
    """Act on the next events, and say on how many; null when there are none."""
    latest = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    Subscription.objects.get_or_create(name=one.name, defaults={"position": latest})
    held = Subscription.objects.select_for_update().get(name=one.name)
    events = settled_events(after=held.position, limit=AT_ONCE)
    if not events:
        return None
    wanted = [event for event in events if event.kind in one.kinds]
    for event in wanted:
        one.reaction(event)
    held.position = events[-1].pk
    held.save(update_fields=["position"])
    return len(wanted)


@job(JOB)
def follow(context: JobContext) -> dict[str, Any]:
    """What floors above do because of what happened below. Result: events acted on."""
    return {"events": follow_events(context)}
