"""Pricing what is missing in the data: what those are worth whom nobody can reach."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Q, Sum

from lazo.differentiate.models import Score, ScoreRun, UnreachedValue
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.queries.unreached import unreached
from lazo.kernel.jobs import JobContext


class UnableToPrice(Exception):
    """Nobody has a value yet: there is no score run."""


def measure_unreached(*, on: date, context: JobContext) -> list[UnreachedValue]:
    """Count and sum up as of `on`, with the values of the current score run, in place of what was measured that day.

    One statement a gap; nothing is written before all is counted. Raises UnableToPrice.
    """
    run = current_run()
    if run is None:
        raise UnableToPrice
    rows = []
    for done, gap in enumerate(UnreachedValue.Gap.values):
        context.raise_if_cancelled()
        context.progress(done, len(UnreachedValue.Gap), "valorar")
        rows += _priced(gap, on, run)
    with transaction.atomic():
        UnreachedValue.objects.filter(day=on).delete()
        return UnreachedValue.objects.bulk_create(rows)


def unreached_is_behind(*, on: date) -> bool:
    """Whether there are values and what is missing was not priced on that day, or not since the current run."""
    run = current_run()
    if run is None:
        return False
    last = UnreachedValue.objects.order_by("-day").first()
    return last is None or last.day < on or last.run_id != run.pk


def _priced(gap: str, on: date, run: ScoreRun) -> list[UnreachedValue]:
    strategic = Q(strategic=True)
    found = Score.objects.filter(unreached(gap, on=on)).aggregate(
        customers=Count("pk"),
        value=Sum("value_365d", default=0),
        strategic_customers=Count("pk", filter=strategic),
        strategic_value=Sum("value_365d", filter=strategic, default=0),
    )
    return [
        UnreachedValue(
            day=on,
            gap=gap,
            is_strategic=is_strategic,
            customers=found[f"{prefix}customers"],
            value_365d=found[f"{prefix}value"],
            run_id=run.pk,
        )
        for is_strategic, prefix in ((False, ""), (True, "strategic_"))
    ]
