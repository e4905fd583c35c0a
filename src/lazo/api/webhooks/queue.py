"""Which webhooks have something to be told, and the next letter of each: a row, written before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from lazo.api.event_access import visible_events
from lazo.kernel.event_feed import settled_events
from lazo.kernel.models import Event, Webhook, WebhookDelivery

MOST_EVENTS = 100
LOOKED_AT = 1000


@dataclass(frozen=True)
class Letter:
    """What is to be sent to a webhook; nothing of it is sent when no event is left that its user may see."""

    webhook: Webhook
    delivery: WebhookDelivery
    events: Sequence[Event]


def is_due() -> bool:
    """Whether any webhook has something to be told now."""
    return due_webhooks(at=timezone.now()).exists()


def due_webhooks(*, at: datetime) -> "QuerySet[Webhook]":
    """Active ones with an open letter or a newer event, whose time to be tried again has come."""
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    open_letter = Exists(WebhookDelivery.objects.filter(webhook=OuterRef("pk"), delivered_at__isnull=True))
    tried = Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)
    found = Webhook.objects.active().filter(tried, Q(position__lt=newest) | open_letter)
    return found.select_related("user").order_by("pk")


def next_letter(webhook: Webhook) -> Letter | None:
    """The letter that is open already, or a new one of up to a hundred events; None when nothing concerns the webhook."""
    held = webhook.deliveries.filter(delivered_at__isnull=True).first()
    if held is not None:
        return Letter(webhook, held, _again(webhook, held))
    while events := settled_events(after=webhook.position, limit=LOOKED_AT):
        wanted = _wanted(webhook, events)[:MOST_EVENTS]
        if wanted:
            return Letter(webhook, _written(webhook, wanted), wanted)
        _skip(webhook, events[-1].pk)
    return None


def _wanted(webhook: Webhook, events: Sequence[Event]) -> list[Event]:
    of_kind = [event for event in events if not webhook.kinds or event.kind in webhook.kinds]
    return visible_events(of_kind, user=webhook.user) if of_kind else []


def _again(webhook: Webhook, held: WebhookDelivery) -> list[Event]:
    span = Event.objects.filter(pk__gte=held.first_event, pk__lte=held.last_event)
    return _wanted(webhook, list(span.order_by("pk")[:LOOKED_AT]))


def _written(webhook: Webhook, events: Sequence[Event]) -> WebhookDelivery:
    return WebhookDelivery.objects.create(webhook=webhook, first_event=events[0].pk, last_event=events[-1].pk)


def _skip(webhook: Webhook, position: int) -> None:
    """What does not concern the webhook is done with; unless somebody wants it told again meanwhile."""
    with transaction.atomic():
        moved = Webhook.objects.filter(pk=webhook.pk, position=webhook.position).update(position=position)
        webhook.position = position if moved else Webhook.objects.get(pk=webhook.pk).position
