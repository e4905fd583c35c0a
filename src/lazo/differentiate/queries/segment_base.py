"""The base that segments are asked of: the warehouse as it is now and the current score run."""

import threading

import numpy as np
from django.conf import settings

from lazo.analytics.segments.arrays_base import Mask
from lazo.differentiate.models import SegmentMember
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.scoring.score_file import score_path
from lazo.differentiate.segments.rules import Catalogue
from lazo.differentiate.segments.segment_base import SegmentBase
from lazo.differentiate.segments.warehouse_source import WarehouseSource
from lazo.kernel.warehouse.snapshot import open_snapshot

MOST_HELD = 2
_held: dict[str, SegmentBase] = {}
_lock = threading.Lock()


def segment_base() -> SegmentBase:
    """The base as it is now, seen on the day of the score run (without one, on the day of the last sync). Raises UnableToOpenWarehouse.

    Reads the manifest and one row; arrays are mapped when they are first asked for.
    """
    workspace = settings.WORKSPACE
    snapshot, run = open_snapshot(workspace), current_run()
    path = score_path(workspace, run.pk) if run else None
    source = WarehouseSource(snapshot, path if path and path.exists() else None)
    on = run.on_date if run else snapshot.as_of.date()
    base = SegmentBase.of(workspace.warehouse, source, on=on)
    with _lock:
        held = _held.get(str(base.folder))
        if held is None or not base.folder.exists():
            _held.pop(str(base.folder), None)
            while len(_held) >= MOST_HELD:
                _held.pop(next(iter(_held)))
            held = _held.setdefault(str(base.folder), base)
        held.source = source
        return held


def listed_masks(base: SegmentBase, known: Catalogue, keys: frozenset[str]) -> dict[str, Mask]:
    """The masks of the static lists among `keys`: whom the parties on them stand for today. A query for each."""
    found = {}
    for key in sorted(keys & known.lists.keys()):
        rows = SegmentMember.objects.filter(segment_id=known.lists[key]).values_list("party", flat=True)
        found[key] = base.base.mask_of(np.fromiter(rows.iterator(chunk_size=50_000), np.int64))
    return found


def forget_bases() -> None:
    """Let go of what this process holds."""
    with _lock:
        _held.clear()
