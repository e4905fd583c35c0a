"""Django's view of this package: templates, static files, no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lazo.web"
    label = "web"
