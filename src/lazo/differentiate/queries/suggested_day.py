"""Which day a score run should be of when nobody says."""

from datetime import date

from django.db.models import Max

from lazo.identify.models import Purchase

LATEST_ROWS = 100_000
RECENT_DAYS = 31


def suggested_day(*, today: date) -> date:
    """`today`; or the last day of the latest purchases brought in, when the data ended more than a month before."""
    newest = Purchase.objects.aggregate(Max("pk"))["pk__max"]
    if newest is None:
        return today
    latest = Purchase.objects.filter(pk__gt=newest - LATEST_ROWS).aggregate(Max("occurred_on"))["occurred_on__max"]
    is_recent = latest is None or (today - latest).days <= RECENT_DAYS
    return today if is_recent else latest
