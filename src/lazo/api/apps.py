"""Django's handle on the REST doors. It loads nothing of them: only whoever serves does."""

from django.apps import AppConfig

WEBHOOK_SECONDS = 2.0
FORGET_SECONDS = 3600.0


class ApiConfig(AppConfig):
    name = "lazo.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from lazo.api import jobs  # noqa: F401 - importing registers the jobs
        from lazo.kernel.jobs.schedule import regularly

        regularly("api.webhooks", seconds=WEBHOOK_SECONDS, is_due=webhooks_wait)
        regularly("api.forget", seconds=FORGET_SECONDS, is_due=answers_are_old)


def webhooks_wait() -> bool:
    """Whether a webhook has something to be told now."""
    from lazo.api.webhooks.queue import is_due

    return is_due()


def answers_are_old() -> bool:
    """Whether an answer was given more than a day ago."""
    from django.utils import timezone

    from lazo.api.idempotency import old_answers

    return old_answers(timezone.now()).exists()
