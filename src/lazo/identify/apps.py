"""Django's handle on identify."""

from django.apps import AppConfig


class IdentifyConfig(AppConfig):
    name = "lazo.identify"
    label = "identify"
    verbose_name = "Identificar"

    def ready(self) -> None:
        from lazo.identify import mirror

        mirror.register_tables()
