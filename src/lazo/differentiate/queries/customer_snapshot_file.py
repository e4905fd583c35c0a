"""Where the snapshot of the cards lies, whether there is one and whether it should be another; known without loading what reads it."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from lazo.differentiate.models import PartyCard
from lazo.identify.models import TraitDefinition

FOLDER, CURRENT = "cards", "current.json"
SCHEMA = 3
FEWEST_CARDS, FEWEST_WITH_FIELDS = 20_000, 5_000
"""Below so many the table itself answers as fast; values of own fields are each looked up in another table, so that fewer are many."""
MANY_CHANGED = 2_000
"""So many rows that changed since are asked of the table with every question: time for another snapshot."""


def snapshot_folder() -> Path:
    """The folder of the workspace with the snapshots; it may not be there."""
    place: Path = settings.WORKSPACE.warehouse / FOLDER
    return place


def has_snapshot() -> bool:
    return (snapshot_folder() / CURRENT).exists()


def snapshot_upto() -> int | None:
    """The last change that the snapshot has seen; None where there is none."""
    try:
        return int(json.loads((snapshot_folder() / CURRENT).read_text()).get("upto", 0))
    except (OSError, ValueError):
        return None


def forget_parties() -> None:
    """Let the next snapshot read every party again: their cards are made anew, and none of those is marked."""
    place = snapshot_folder() / CURRENT
    try:
        told = json.loads(place.read_text())
    except (OSError, ValueError):
        return
    told.pop("of_party", None)
    part = place.with_suffix(".part")
    part.write_text(json.dumps(told))
    part.replace(place)


def fewest_cards() -> int:
    """From how many customers on there is a snapshot."""
    return FEWEST_WITH_FIELDS if stored_definitions() else FEWEST_CARDS


def stored_definitions() -> list[list[Any]]:
    """Number and type of the fields that a snapshot holds: all that are in use, except those that lead to another party."""
    rows = TraitDefinition.objects.filter(archived_at__isnull=True).exclude(type=TraitDefinition.Type.PARTY)
    return [list(row) for row in rows.order_by("pk").values_list("pk", "type")]


def snapshot_is_behind() -> bool:
    """Whether a snapshot is missing that there should be, or so much changed since that every question pays for it."""
    try:
        told: dict[str, Any] = json.loads((snapshot_folder() / CURRENT).read_text())
    except (OSError, ValueError):
        fewest = fewest_cards()
        return PartyCard.objects.order_by()[:fewest].count() >= fewest
    if told.get("schema") != SCHEMA or told["codes"]["fields"] != stored_definitions():
        return True
    newer = PartyCard.objects.filter(touched__gt=told.get("upto", 0)).order_by()
    return newer[:MANY_CHANGED].count() >= MANY_CHANGED
