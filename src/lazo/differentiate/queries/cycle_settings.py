"""What the company decided about its cycle, and what is in force while it decided nothing."""

from dataclasses import fields
from typing import Any

from lazo.differentiate.models import CycleSettings
from lazo.differentiate.positions.thresholds import WHOLE, Thresholds

AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")


def settings_now() -> CycleSettings | None:
    """The version in force; null while the company decided nothing."""
    return CycleSettings.objects.order_by("-pk").first()


def thresholds_now() -> Thresholds:
    """The numbers that the next score run takes."""
    kept = settings_now()
    return thresholds_from({} if kept is None else kept.thresholds)


def thresholds_from(values: dict[str, float]) -> Thresholds:
    """Those of a version; a name that no rule knows any more is passed over."""
    known = {field.name for field in fields(Thresholds)}
    numbers: dict[str, Any] = {n: int(v) if n in WHOLE else float(v) for n, v in values.items() if n in known}
    return Thresholds(**numbers)


def target_mix_now() -> dict[str, int]:
    """Percent of the customers the company wants in each area; empty while none is set."""
    kept = settings_now()
    return {} if kept is None else {area: int(kept.target_mix[area]) for area in AREAS if area in kept.target_mix}
