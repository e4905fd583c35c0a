"""Django's handle on the kernel."""

from django.apps import AppConfig
from django.conf import settings

SYNC_SECONDS = 60.0
EVENTS_SECONDS = 5.0


class KernelConfig(AppConfig):
    name = "lazo.kernel"
    label = "kernel"
    verbose_name = "Núcleo"

    def ready(self) -> None:
        from lazo.kernel import forgetting, subscribers
        from lazo.kernel.jobs.schedule import regularly
        from lazo.kernel.operations import closed_day, logo, role, team, user, webhook  # noqa: F401 - importing registers how they are undone
        from lazo.kernel.warehouse import jobs  # noqa: F401 - importing registers the job

        forgetting.register()
        regularly("warehouse.sync", seconds=SYNC_SECONDS, is_due=warehouse_lags)
        regularly(subscribers.JOB, seconds=EVENTS_SECONDS, is_due=subscribers.subscribers_are_behind)


def warehouse_lags() -> bool:
    """Whether something was written that the warehouse has not read."""
    from lazo.kernel.warehouse.snapshot import is_current

    return not is_current(settings.WORKSPACE)
