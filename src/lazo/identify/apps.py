"""Django's handle on identify."""

from django.apps import AppConfig


class IdentifyConfig(AppConfig):
    name = "lazo.identify"
    label = "identify"
    verbose_name = "Identificar"

    def ready(self) -> None:
        from lazo.identify import jobs, mirror  # noqa: F401 - importing registers the jobs

        mirror.register_tables()
