"""Django's handle on interact."""

from django.apps import AppConfig


class InteractConfig(AppConfig):
    name = "lazo.interact"
    label = "interact"
    verbose_name = "Interactuar"
