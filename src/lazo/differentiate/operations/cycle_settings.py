"""Saving how the company wants its cycle: a new version, taken back by another."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.differentiate.models import CycleSettings
from lazo.differentiate.positions.thresholds import LIMITS, WHOLE, Thresholds
from lazo.differentiate.queries.cycle_settings import AREAS, settings_now, thresholds_from
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "cycle.settings"


class UnableToSaveCycleSettings(ValueError):
    """`problems` maps a field to not_a_number, out_of_range, not_above, not_100; `code` stale: another version came between."""

    def __init__(self, problems: Mapping[str, str], code: str = "") -> None:
        super().__init__(code or ", ".join(sorted(problems)))
        self.problems, self.code = dict(problems), code


@transaction.atomic
def save_cycle_settings(
    *, thresholds: Mapping[str, float], target_mix: Mapping[str, int], version: int | None, by: User
) -> str:
    """Keep a new version on top of `version` (null: nothing was decided); the next score run takes its numbers.

    `target_mix` is percent by area, five areas and 100 together, or empty. Returns the token that takes it back, blank
    when nothing changed. Raises UnableToSaveCycleSettings.
    """
    now = CycleSettings.objects.select_for_update().order_by("-pk").first()
    if (now.pk if now else None) != version:
        raise UnableToSaveCycleSettings({}, "stale")
    wanted = checked_thresholds(thresholds)
    mix = _checked_mix(target_mix)
    before = thresholds_from(now.thresholds if now else {})
    kept_mix = now.target_mix if now else {}
    if wanted == before and mix == kept_mix:
        return ""
    made = CycleSettings.objects.create(thresholds=asdict(wanted), target_mix=mix, by=by)
    _record(made, before, kept_mix, by)
    data = {"made": made.pk, "thresholds": asdict(before), "target_mix": kept_mix}
    return offer_undo(by=by, label=_("Reglas del ciclo cambiadas"), kind=UNDO, data=data)


def checked_thresholds(values: Mapping[str, float]) -> Thresholds:
    """The numbers, each within its limits and in order. Raises UnableToSaveCycleSettings."""
    problems: dict[str, str] = {}
    read: dict[str, float] = {}
    for name, value in (asdict(Thresholds()) | dict(values)).items():
        low, high = LIMITS.get(name, (0, 0))
        if name in LIMITS and low <= value <= high:
            read[name] = int(value) if name in WHOLE else float(value)
        else:
            problems[name] = "out_of_range"
    if not problems and read["overdue_lost"] <= read["overdue_from"]:
        problems["overdue_lost"] = "not_above"
    if problems:
        raise UnableToSaveCycleSettings(problems)
    return thresholds_from(read)


def _checked_mix(mix: Mapping[str, int]) -> dict[str, int]:
    if not mix:
        return {}
    shares = {area: int(mix.get(area, 0)) for area in AREAS}
    if min(shares.values()) < 0 or sum(shares.values()) != 100:
        raise UnableToSaveCycleSettings({"target_mix": "not_100"})
    return shares


def _record(made: CycleSettings, before: Thresholds, mix: dict[str, int], by: User) -> None:
    old, new = {**asdict(before), "target_mix": mix}, {**made.thresholds, "target_mix": made.target_mix}
    changed = [name for name in new if old.get(name) != new[name]]
    record_event(
        kind="cycle.settings_saved",
        by=by,
        table="differentiate_cyclesettings",
        row=made.pk,
        data={"changed": changed},
        before={name: old.get(name) for name in changed},
        after={name: new[name] for name in changed},
    )


def undo_settings(by: User, data: dict[str, Any]) -> Undone:
    """A version like the one before, unless another was saved since. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    now = settings_now()
    if now is None or now.pk != data["made"]:
        raise UnableToUndo("changed_since")
    save_cycle_settings(thresholds=data["thresholds"], target_mix=data["target_mix"], version=now.pk, by=by)
    return Undone(1)
