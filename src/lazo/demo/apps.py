"""Django's handle on the fictitious company: its job is known wherever jobs are run."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lazo.demo"
    label = "demo"
    verbose_name = "Empresa ficticia"

    def ready(self) -> None:
        from lazo.demo import jobs  # noqa: F401  (reason: importing registers the job)
