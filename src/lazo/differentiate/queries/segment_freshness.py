"""Whether the members of the segments are those of the warehouse as it is; known without loading what counts."""

import json

from django.conf import settings

from lazo.differentiate.models import Segment
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse, open_snapshot

FOLDER, POINTER = "segments", "rebuilt.json"


def segments_are_behind() -> bool:
    """Whether there are segments that nobody counted since the last sync, score run or edit."""
    live = {str(pk): version for pk, version in Segment.objects.live().values_list("pk", "version")}
    if not live:
        return False
    try:
        manifest = open_snapshot(settings.WORKSPACE).manifest_id
    except UnableToOpenWarehouse:
        return False
    try:
        told = json.loads((settings.WORKSPACE.warehouse / FOLDER / POINTER).read_text())
    except (OSError, ValueError):
        return True
    run = current_run()
    scores = score_path(settings.WORKSPACE, run.pk).name if run else ""
    return (told["manifest"], told["scores"], told["versions"]) != (manifest, scores, live)
