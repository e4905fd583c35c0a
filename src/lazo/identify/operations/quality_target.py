"""Saying who answers for an attribute and how much of it should be usable."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import QualityTarget
from lazo.identify.queries.quality_attributes import KEYS
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "quality.target"


class UnableToSetTarget(ValueError):
    """`code` is not_allowed, unknown_attribute, bad_percent, unknown_owner or stale: somebody changed it meanwhile."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def set_target(*, attribute: str, owner: int | None, percent: int | None, version: int, by: User) -> str:
    """Set owner (null: nobody) and wanted share (1 to 100, null: none) on top of `version` (0: nothing was decided).

    Returns the token that takes it back, blank when nothing changed. Raises UnableToSetTarget.
    """
    _check(attribute, owner, percent, by)
    held = QualityTarget.objects.select_for_update().filter(attribute=attribute).first()
    if (held.version if held else 0) != version:
        raise UnableToSetTarget("stale")
    before = {"owner": held.owner_id if held else None, "percent": held.percent if held else None}
    after = {"owner": owner, "percent": percent}
    if before == after:
        return ""
    made, _new = QualityTarget.objects.update_or_create(
        attribute=attribute, defaults={"owner_id": owner, "percent": percent, "version": version + 1}
    )
    record_event(
        kind="quality.target_set",
        by=by,
        table="identify_qualitytarget",
        row=made.pk,
        data={"attribute": attribute},
        before=before,
        after=after,
    )
    data = {"attribute": attribute, "version": made.version, **before}
    return offer_undo(by=by, label=_("Meta de calidad cambiada"), kind=UNDO, data=data)


def undo_target(by: User, data: dict[str, Any]) -> Undone:
    """Owner and share as they were, unless somebody changed them since. Raises UnableToUndo."""
    try:
        set_target(
            attribute=data["attribute"], owner=data["owner"], percent=data["percent"], version=data["version"], by=by
        )
    except UnableToSetTarget as error:
        raise UnableToUndo("not_allowed" if error.code == "not_allowed" else "changed_since") from error
    return Undone(1)


def _check(attribute: str, owner: int | None, percent: int | None, by: User) -> None:
    if not may(by, "may_administer"):
        raise UnableToSetTarget("not_allowed")
    if attribute not in KEYS:
        raise UnableToSetTarget("unknown_attribute")
    if percent is not None and not 1 <= percent <= 100:
        raise UnableToSetTarget("bad_percent")
    if owner is not None and not User.objects.filter(pk=owner, is_active=True).exists():
        raise UnableToSetTarget("unknown_owner")
