"""Django's handle on measure."""

from importlib import import_module

from django.apps import AppConfig

RETURN_SECONDS = 6 * 3600.0


class MeasureConfig(AppConfig):
    name = "lazo.measure"
    label = "measure"
    verbose_name = "Medir"

    def ready(self) -> None:
        from lazo.kernel.jobs.schedule import regularly
        from lazo.measure.undo import register_undos

        jobs = import_module("lazo.measure.jobs")
        register_undos()
        regularly(jobs.BOOK, seconds=RETURN_SECONDS, is_due=jobs.returns_are_due)
