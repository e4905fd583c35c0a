"""Django's handle on interact."""

from importlib import import_module

from django.apps import AppConfig

REVIEW_SECONDS, COST_SECONDS, MAILBOX_SECONDS = 600.0, 300.0, 120.0
SEND_SECONDS = 1.0
"""A transactional message leaves within two seconds: one until it is looked for, one until its job is taken."""
CAMPAIGN_SECONDS = 20.0


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
        regularly(jobs.SEND, seconds=SEND_SECONDS, is_due=jobs.sending_is_due)
        regularly(jobs.MAILBOXES, seconds=MAILBOX_SECONDS, is_due=jobs.mailboxes_are_due)
        regularly(jobs.COSTS, seconds=COST_SECONDS, is_due=jobs.message_costs_are_due)
        regularly(jobs.REVIEWS, seconds=REVIEW_SECONDS, is_due=jobs.reviews_are_due)
        regularly(jobs.CAMPAIGNS, seconds=CAMPAIGN_SECONDS, is_due=jobs.campaigns_are_due)
