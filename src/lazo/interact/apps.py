"""Django's handle on interact."""

from importlib import import_module

from django.apps import AppConfig

REVIEW_SECONDS = 600.0


class InteractConfig(AppConfig):
    name = "lazo.interact"
    label = "interact"
    verbose_name = "Interactuar"

    def ready(self) -> None:
        from lazo.interact.holdings import register_holdings
        from lazo.interact.subscribers import register_subscribers
        from lazo.interact.undo import register_undos
        from lazo.kernel.jobs.schedule import regularly

        jobs = import_module("lazo.interact.jobs")
        register_undos()
        register_holdings()
        register_subscribers()
        regularly(jobs.REVIEWS, seconds=REVIEW_SECONDS, is_due=jobs.reviews_are_due)
