"""The jobs of interact."""

from typing import Any

from django.utils import timezone

from lazo.interact.operations.strategic_alert import alert_reviews, reviews_untold
from lazo.kernel.jobs import JobContext, job

REVIEWS = "interact.strategic_reviews"


@job(REVIEWS)
def strategic_reviews(context: JobContext) -> dict[str, Any]:  # noqa: ARG001 - one transaction, whole or not at all
    """Tell owners which of their strategic customers are to be looked at again. Result: entries told of."""
    return {"entries": alert_reviews(on=timezone.now().date())}


def reviews_are_due() -> bool:
    """Whether somebody is still to be told."""
    return reviews_untold(on=timezone.now().date()).exists()
