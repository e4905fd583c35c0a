"""The jobs of measure."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from lazo.kernel.jobs import JobContext, job
from lazo.kernel.models import Job, User
from lazo.kernel.today import company_today
from lazo.kernel.warehouse.snapshot import is_current
from lazo.kernel.warehouse.sync import sync
from lazo.measure.operations.book_return import UnableToBookReturn, book_return, returns_due
from lazo.measure.queries.uplift import APPLY, LEARN

BOOK = "measure.returns"


@job(BOOK)
def book_returns(context: JobContext) -> dict[str, Any]:
    """Book what experiments brought whose end has come and whose money can be told. Result: `booked`, `waiting`."""
    on = company_today() - timedelta(days=1)
    booked = waiting = 0
    for place, experiment in enumerate(returns_due(on=on)):
        try:
            book_return(experiment=experiment, on=on, by=None)
            booked += 1
        except UnableToBookReturn:
            waiting += 1
        context.progress(place + 1, step="read")
        context.raise_if_cancelled()
    return {"booked": booked, "waiting": waiting}


def returns_are_due() -> bool:
    """Whether an experiment has ended whose return is not in the ledger."""
    return bool(returns_due(on=company_today() - timedelta(days=1)))


@job(LEARN, heavy=True)
def learn_uplift(context: JobContext, *, experiment: int, on: str) -> dict[str, Any]:
    """Learn whom the treatment of a finished experiment changes, as known at the end of `on` (ISO). Result: `arms` of which it could be."""
    from lazo.customize.models import Experiment
    from lazo.measure.operations.uplift import study_experiment

    if not is_current(settings.WORKSPACE):
        sync(workspace=settings.WORKSPACE, context=context)
    found = Experiment.objects.get(pk=experiment)
    return {"arms": study_experiment(experiment=found, on=date.fromisoformat(on), by=_who(context), context=context)}


@job(APPLY, heavy=True)
def apply_uplift(context: JobContext, *, study: int, on: str) -> dict[str, Any]:
    """Tell every customer how much a treatment changes them, as a trait. Result: `customers`."""
    from lazo.measure.models import UpliftStudy
    from lazo.measure.operations.uplift import apply_study

    if not is_current(settings.WORKSPACE):
        sync(workspace=settings.WORKSPACE, context=context)
    found = UpliftStudy.objects.select_related("experiment", "arm").get(pk=study)
    return {"customers": apply_study(study=found, on=date.fromisoformat(on), by=_who(context), context=context)}


def _who(context: JobContext) -> User | None:
    return Job.objects.get(pk=context.job_id).created_by if context.job_id else None
