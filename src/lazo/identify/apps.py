"""Django's handle on identify."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IdentifyConfig(AppConfig):
    name = "lazo.identify"
    label = "identify"
    verbose_name = "Identificar"

    def ready(self) -> None:
        from lazo.identify import jobs, mirror  # noqa: F401 - importing registers the jobs

        mirror.register_tables()
        post_migrate.connect(_seed, sender=self, dispatch_uid="lazo.identify.seed")


def _seed(using: str, **_: Any) -> None:
    """What the tables hold from the first day: types of relation, registered traits."""
    from lazo.identify.operations.relationship import seed_relationship_types
    from lazo.identify.operations.trait import write_registered_traits

    if using == "default":
        seed_relationship_types()
        write_registered_traits()
