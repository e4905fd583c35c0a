"""The jobs of the API. Whoever serves or waits imports this file, so the doors themselves load when a job begins."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from lazo.kernel.jobs import JobContext, job


@job("api.webhooks")
def deliver_webhooks(context: JobContext) -> dict[str, Any]:
    """Send the letters that are due. Result: delivered, failed."""
    from lazo.api.webhooks.delivery import deliver_due
    from lazo.api.webhooks.post import Letterbox

    letterbox = Letterbox(allow_private=settings.LAZO_WEBHOOKS_PRIVATE)
    return dict(deliver_due(context, post=letterbox.post, now=timezone.now))


@job("api.forget")
def forget_answers(_context: JobContext) -> dict[str, Any]:
    """Forget answers kept for idempotency keys, a day after they were given. Result: forgotten."""
    from lazo.api.idempotency import forget_old

    return {"forgotten": forget_old(at=timezone.now())}
