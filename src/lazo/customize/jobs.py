"""The jobs of customize."""

from datetime import date
from typing import Any

from django.conf import settings

from lazo.kernel.jobs import JobContext, job
from lazo.kernel.models import Job

DECIDE = "customize.decide"


@job(DECIDE, heavy=True)
def decide(context: JobContext, *, on: str = "", seed: int | None = None) -> dict[str, Any]:
    """Choose the best action for every customer on the day `on` (ISO date; blank: today at the company). Result: run, on, actions, control."""
    from lazo.analytics.bare_arrow import leave_pandas_out
    from lazo.customize.operations.decide import decide as decide_everybody
    from lazo.kernel.today import company_today

    leave_pandas_out()
    by = Job.objects.get(pk=context.job_id).created_by if context.job_id else None
    day = date.fromisoformat(on) if on else company_today()
    run = decide_everybody(workspace=settings.WORKSPACE, on=day, by=by, seed=seed, context=context)
    told = {name: run.counts[name] for name in ("customers", "actions", "control")}
    return {"run": run.pk, "on": day.isoformat(), **told}
