"""Django's handle on the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "lazo.kernel"
    label = "kernel"
    verbose_name = "Núcleo"

    def ready(self) -> None:
        from lazo.kernel.freshness import SYNC_SECONDS, has_unread_changes
        from lazo.kernel.jobs.schedule import regularly
        from lazo.kernel.warehouse import jobs  # noqa: F401 - importing registers the job

        regularly("warehouse.sync", seconds=SYNC_SECONDS, is_due=has_unread_changes)
