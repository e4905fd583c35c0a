"""Stairs go down only, for the rows too: a foreign key points to its own package or to one below."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

FLOORS = (
    "analytics", "kernel", "identify", "differentiate", "customize", "interact", "cycle", "listen", "measure", "steer",
    "demo", "bench", "web", "api", "cli", "mcp", "site",
)  # fmt: skip


def floor_of(model: Any) -> int | None:
    """The floor of one of our models; null for the framework's."""
    package, _, rest = model.__module__.partition(".")
    return FLOORS.index(rest.partition(".")[0]) if package == "lazo" else None


def references() -> Iterator[tuple[str, Any, int, int]]:
    for model in apps.get_models(include_auto_created=True):
        own = floor_of(model)
        for field in model._meta.get_fields():
            if own is None or not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = floor_of(field.related_model)
            if target is not None:
                yield f"{model._meta.label}.{field.name}", field, own, target


def test_every_floor_of_our_models_is_known() -> None:
    assert {floor_of(model) for model in apps.get_models() if model.__module__.startswith("lazo.")} >= {1, 2, 3}


def test_foreign_keys_point_down() -> None:
    assert [name for name, _, own, target in references() if target > own] == []


def test_foreign_keys_between_packages_leave_no_name_behind() -> None:
    across = [(name, field) for name, field, own, target in references() if own != target]
    assert len(across) > 5
    assert [name for name, field in across if field.remote_field.related_name != "+"] == []
