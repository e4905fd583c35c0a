"""Where the snapshot of the cards lies, whether there is one and whether it should be another; known without loading what reads it."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from lazo.differentiate.models import CustomerCard

FOLDER, CURRENT = "cards", "current.json"
SCHEMA = 1
FEWEST_CARDS = 20_000
"""Below so many the table itself answers as fast."""
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


def snapshot_is_behind() -> bool:
    """Whether a snapshot is missing that there should be, or so much changed since that every question pays for it."""
    try:
        told: dict[str, Any] = json.loads((snapshot_folder() / CURRENT).read_text())
    except (OSError, ValueError):
        return CustomerCard.objects.order_by()[:FEWEST_CARDS].count() >= FEWEST_CARDS
    newer = CustomerCard.objects.filter(touched__gt=told.get("upto", 0)).order_by()
    return told.get("schema") != SCHEMA or newer[:MANY_CHANGED].count() >= MANY_CHANGED
