"""Delivering: the letters of every webhook that is due, and what follows from each answer."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from lazo.api.event_words import event_row
from lazo.api.webhooks.post import Post, UnableToPost
from lazo.api.webhooks.queue import Letter, due_webhooks, next_letter
from lazo.api.webhooks.signature import HEADER, sign
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Webhook, WebhookDelivery
from lazo.kernel.operations.webhook import pause_webhook

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
MOST_FAILURES = 20
IN_A_ROW = 20
KEPT = 200


def deliver_due(
    context: JobContext, *, post: Post, now: Callable[[], datetime], seconds: float = 30.0
) -> dict[str, int]:
    """Send what is due, some letters of each webhook in turn, for about `seconds`. Result: delivered, failed.

    Killed at any instant it loses nothing: a letter is written before it is sent, and open until its answer is written;
    then it is sent again under the same number.
    """
    ends, count = time.monotonic() + seconds, {"delivered": 0, "failed": 0}
    while time.monotonic() < ends:
        sent = 0
        for webhook in due_webhooks(at=now()):
            sent += _deliver(webhook, context, post, now, count)
        if not sent:
            break
    return count


def _deliver(
    webhook: Webhook, context: JobContext, post: Post, now: Callable[[], datetime], count: dict[str, int]
) -> int:
    """Up to twenty letters of one webhook, until one fails; returns how many arrived."""
    for sent in range(IN_A_ROW):
        context.raise_if_cancelled()
        letter = next_letter(webhook)
        if letter is None:
            return sent
        status, problem = _send(letter, post, now()) if letter.events else (None, "")
        if problem:
            _note_failure(letter, status, problem, at=now())
            count["failed"] += 1
            return sent
        _note_success(letter, status, at=now())
        count["delivered"] += 1
    return IN_A_ROW


def _send(letter: Letter, post: Post, at: datetime) -> tuple[int | None, str]:
    """The status, and what is wrong with it; blank when the letter arrived."""
    body = json.dumps(
        {
            "delivery": letter.delivery.pk,
            "webhook": letter.webhook.pk,
            "events": [event_row(event) for event in letter.events],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Lazo-Webhook/1",
        "Lazo-Delivery": str(letter.delivery.pk),
        "Lazo-Webhook": str(letter.webhook.pk),
        HEADER: sign(body, secret=letter.webhook.secret, at=int(at.timestamp())),
    }
    try:
        status = post(letter.webhook.url, body, headers)
    except UnableToPost as error:
        return None, error.code
    return status, "" if 200 <= status < 300 else "refused"


@transaction.atomic
def _note_success(letter: Letter, status: int | None, *, at: datetime) -> None:
    held = WebhookDelivery.objects.filter(pk=letter.delivery.pk, delivered_at__isnull=True)
    done = held.update(delivered_at=at, status=status, problem="", attempts=F("attempts") + 1)
    if done:  # otherwise somebody wanted all of it told again meanwhile
        Webhook.objects.filter(pk=letter.webhook.pk).update(
            position=letter.delivery.last_event, failures=0, next_try_at=None
        )
    letter.webhook.refresh_from_db(fields=["position", "failures", "next_try_at"])
    if letter.delivery.pk % KEPT == 0:
        _forget_old(letter.webhook)


@transaction.atomic
def _note_failure(letter: Letter, status: int | None, problem: str, *, at: datetime) -> None:
    held = WebhookDelivery.objects.filter(pk=letter.delivery.pk, delivered_at__isnull=True)
    if not held.update(status=status, problem=problem, attempts=F("attempts") + 1):
        return
    failures = letter.webhook.failures + 1
    Webhook.objects.filter(pk=letter.webhook.pk).update(failures=failures, next_try_at=at + wait_after(failures))
    if failures >= MOST_FAILURES:
        letter.webhook.failures = failures
        pause_webhook(webhook=letter.webhook, by=None)


def wait_after(failures: int) -> timedelta:
    """How long until the next try after so many failures in a row: 5 s, 10 s, 20 s... at most an hour."""
    return min(FIRST_WAIT * int(2 ** min(failures - 1, 20)), LONGEST_WAIT)


def _forget_old(webhook: Webhook) -> None:
    """The last two hundred letters are enough to look back."""
    kept = webhook.deliveries.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1]
    webhook.deliveries.filter(pk__lte=max(kept, default=0), delivered_at__isnull=False).delete()
