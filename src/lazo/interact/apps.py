"""Django's handle on interact."""

from django.apps import AppConfig


class InteractConfig(AppConfig):
    name = "lazo.interact"
    label = "interact"
    verbose_name = "Interactuar"

    def ready(self) -> None:
        from lazo.interact.holdings import register_holdings
        from lazo.interact.undo import register_undos

        register_undos()
        register_holdings()
