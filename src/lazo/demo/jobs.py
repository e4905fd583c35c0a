"""Building the demo is a job, so that a page can start it and show how far it is: `demo.build`."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from lazo.kernel.jobs import JobContext, job
from lazo.kernel.today import company_today


@job("demo.build", heavy=True)
def run_build_demo(
    context: JobContext, *, customers: int | None = None, real: bool = False, on: str | None = None
) -> dict[str, Any]:
    """Arguments: customers, real (the households of the data package), on (ISO day; yesterday when absent)."""
    # The company's figures bring SciPy with them, which whatever serves pages must not carry.
    from lazo.demo.build import build_demo
    from lazo.demo.company import DEFAULT_CUSTOMERS

    chosen = context.saved.get("on") or on or (company_today() - timedelta(days=1)).isoformat()
    context.checkpoint(on=chosen)
    day = date.fromisoformat(chosen)
    return build_demo(
        workspace=settings.WORKSPACE, on=day, customers=customers or DEFAULT_CUSTOMERS, is_real=real, context=context
    )
