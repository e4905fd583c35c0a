"""Whether the warehouse lags behind what people and channels have written."""

from django.conf import settings

from lazo.kernel.models import Change
from lazo.kernel.warehouse.manifest import Manifest, UnableToReadManifest
from lazo.kernel.workspace import Workspace

SYNC_SECONDS = 60.0


def has_unread_changes(workspace: Workspace | None = None) -> bool:
    """Whether a change was written that the last sync of `workspace` (the one of the settings) has not read."""
    newest = Change.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return False
    try:
        manifest = Manifest.read((workspace or settings.WORKSPACE).warehouse)
    except UnableToReadManifest:
        return True
    return bool(newest > manifest.changes)
