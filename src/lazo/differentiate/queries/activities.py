"""What people of the company did for customers lately, by channel, direction and kind: what unit costs can be stated for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse, open_snapshot
from lazo.kernel.workspace import Workspace

MONTHS = 12
MOST = 40
NAMES = ("channel", "direction", "kind")


@dataclass(frozen=True)
class SeenActivity:
    """Contacts of one channel, direction and kind; blank is not known. `n` is how many there were."""

    channel: str
    direction: str
    kind: str
    n: int


def activities_seen(workspace: Workspace, *, on: date) -> tuple[SeenActivity, ...]:
    """Of the last 12 months up to `on`, the most frequent first, at most 40; read from the warehouse, nothing before the first sync."""
    try:
        snapshot = open_snapshot(workspace)
    except UnableToOpenWarehouse:
        return ()
    last = on.year * 12 + on.month - 1
    first = f"{(last - MONTHS) // 12}-{(last - MONTHS) % 12 + 1:02d}"
    months = [month for month in snapshot.months("interactions") if first <= month <= f"{on:%Y-%m}"]
    counted: Counter[tuple[str, str, str]] = Counter()
    for path in snapshot.paths("interactions", months):
        counted.update(_of_file(path))
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return tuple(SeenActivity(*key, n) for key, n in ordered)


def _of_file(path: Path) -> Counter[tuple[str, str, str]]:
    from lazo.analytics.parquet import read_file

    table = read_file(path, NAMES, coded=NAMES)
    found: Counter[tuple[str, str, str]] = Counter()
    for row in table.group_by(list(NAMES)).aggregate([([], "count_all")]).to_pylist():
        channel, direction, kind = ((row[name] or "").strip() for name in NAMES)
        found[channel.lower(), direction, kind.lower()] += row["count_all"]
    return found
