"""Django's handle on differentiate."""

from importlib import import_module

from django.apps import AppConfig


class DifferentiateConfig(AppConfig):
    name = "lazo.differentiate"
    label = "differentiate"
    verbose_name = "Diferenciar"

    def ready(self) -> None:
        import_module("lazo.differentiate.jobs")
