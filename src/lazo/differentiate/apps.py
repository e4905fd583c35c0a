"""Django's handle on differentiate."""

from django.apps import AppConfig


class DifferentiateConfig(AppConfig):
    name = "lazo.differentiate"
    label = "differentiate"
    verbose_name = "Diferenciar"
