"""The views that come with Lazo: brought into a workspace, and brought back as they were."""

from typing import Any

from django.db import transaction

from lazo.differentiate.models import SavedView
from lazo.differentiate.models.saved_view import ME
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

Shipped = SavedView.Shipped
TABLE = "differentiate_savedview"
UNDO = "saved_view.restored"
PARAMS: dict[str, dict[str, list[str]]] = {
    Shipped.ALL: {},
    Shipped.MINE: {"responsable": [ME]},
    Shipped.STRATEGIC: {"estrategico": ["si"]},
    Shipped.COOLING: {"area": ["retener"]},
    Shipped.NEW: {"creado_desde": ["-30"], "orden": ["-created_on"]},
}
"""In the order of their tabs."""
KEPT = ("name", "params", "position")


class UnableToRestoreViews(Exception):
    """`code` is not_allowed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def seed_shipped_views() -> list[str]:
    """Add the views that are missing; run whenever a database is brought up to date. Those that people changed or took away stay so.

    Returns the keys of those that were added; when there are any, one event says so.
    """
    known = set(SavedView.objects.exclude(shipped="").values_list("shipped", flat=True))
    new = [row for row in _originals() if row.shipped not in known]
    if new:
        SavedView.objects.bulk_create(new)
        record_event(kind="saved_views.seeded", by=None, table=TABLE, data={"keys": [row.shipped for row in new]})
    return [row.shipped for row in new]


@transaction.atomic
def restore_shipped_views(*, by: User) -> str:
    """Give the views that come with Lazo the names, filters and order they came with, and bring back those that were taken away.

    Returns the token that takes it back; blank, and no event, when all of them are as they came. Raises UnableToRestoreViews.
    """
    if not may(by, "may_administer"):
        raise UnableToRestoreViews("not_allowed")
    held = {row.shipped: row for row in SavedView.objects.exclude(shipped="").select_for_update()}
    others = [row for row in _originals() if row.shipped not in held or _differs(held[row.shipped], row)]
    if not others:
        return ""
    before = [_kept(held[row.shipped]) for row in others if row.shipped in held]
    for row in others:
        _write(row, held.get(row.shipped))
    record_event(kind="saved_views.restored", by=by, table=TABLE, data={"keys": [row.shipped for row in others]})
    return offer_undo(by=by, label="", kind=UNDO, data={"views": before})


def undo_restoring(by: User, data: dict[str, Any]) -> Undone:
    """Give the views what people had made of them. Raises UnableToUndo when who asks no longer administers."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    for row in data["views"]:
        rows = SavedView.objects.filter(shipped=row["shipped"])
        rows.update(**{name: row[name] for name in (*KEPT, "removed_at", "removed_by_id")})
    keys = [row["shipped"] for row in data["views"]]
    record_event(kind="saved_views.restored", by=by, table=TABLE, data={"keys": keys})
    return Undone(restored=len(keys))


def _originals() -> list[SavedView]:
    return [
        SavedView(shipped=key, params=params, audience=SavedView.Audience.ALL, position=place)
        for place, (key, params) in enumerate(PARAMS.items(), start=1)
    ]


def _differs(held: SavedView, original: SavedView) -> bool:
    return held.removed_at is not None or any(getattr(held, name) != getattr(original, name) for name in KEPT)


def _write(original: SavedView, held: SavedView | None) -> None:
    if held is None:
        original.save()
        return
    values = {name: getattr(original, name) for name in KEPT}
    SavedView.objects.filter(pk=held.pk).update(**values, removed_at=None, removed_by=None, version=held.version + 1)


def _kept(held: SavedView) -> dict[str, Any]:
    removed_at = held.removed_at.isoformat() if held.removed_at else None
    values = {name: getattr(held, name) for name in ("shipped", *KEPT)}
    return {**values, "removed_at": removed_at, "removed_by_id": held.removed_by_id}
