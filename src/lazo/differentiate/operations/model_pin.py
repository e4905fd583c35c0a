"""Which version of a model holds: the newest, or the one that somebody pinned."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.differentiate.models import ModelPin
from lazo.differentiate.queries.model_versions import in_force, may_hold, version_before
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "model.pin"


class UnableToPinVersion(ValueError):
    """`code` is not_allowed, unknown_version, no_earlier when there is no version to go back to, or not_pinned."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def pin_version(*, subject: str, version: int, by: User) -> str:
    """Let a version hold, whatever is trained after it, until it is released. One event, `model.pinned`.

    `subject` is `value` or `propensity-N`, `version` the id of a score run that fitted, or of a model version. Returns the token of its
    undo, blank when it was pinned already. Raises UnableToPinVersion.
    """
    _check(by)
    if not may_hold(subject, version):
        raise UnableToPinVersion("unknown_version")
    held = _open(subject)
    if held is not None and held.version == version:
        return ""
    _exchange(subject, held, version, by)
    data = {"subject": subject, "before": held.version if held else None, "after": version}
    return offer_undo(by=by, label=_("Versión fijada"), kind=UNDO, data=data)


@transaction.atomic
def release_pin(*, subject: str, by: User) -> str:
    """Let the newest version hold again. One event, `model.released`. Returns the token of its undo. Raises UnableToPinVersion."""
    _check(by)
    held = _open(subject)
    if held is None:
        raise UnableToPinVersion("not_pinned")
    _exchange(subject, held, None, by)
    data = {"subject": subject, "before": held.version, "after": None}
    return offer_undo(by=by, label=_("Versión liberada"), kind=UNDO, data=data)


def roll_back(*, subject: str, by: User) -> str:
    """Pin the version before the one that holds. Returns the token of its undo. Raises UnableToPinVersion."""
    _check(by)
    now = in_force(subject)
    before = None if now is None else version_before(subject, now)
    if before is None:
        raise UnableToPinVersion("no_earlier")
    return pin_version(subject=subject, version=before, by=by)


@transaction.atomic
def undo_pin(by: User, data: dict[str, Any]) -> Undone:
    """Let hold what held before, unless somebody decided otherwise since. Raises UnableToUndo."""
    if not may(by, "may_import"):
        raise UnableToUndo("not_allowed")
    held = _open(data["subject"])
    if (held.version if held else None) != data["after"]:
        raise UnableToUndo("changed_since")
    _exchange(data["subject"], held, data["before"], by)
    return Undone(1)


def _check(by: User) -> None:
    if not may(by, "may_import"):
        raise UnableToPinVersion("not_allowed")


def _open(subject: str) -> ModelPin | None:
    return ModelPin.objects.select_for_update().filter(subject=subject, released_at__isnull=True).first()


def _exchange(subject: str, held: ModelPin | None, version: int | None, by: User) -> None:
    if held is not None:
        ModelPin.objects.filter(pk=held.pk).update(released_by=by, released_at=Now())
    made = None if version is None else ModelPin.objects.create(subject=subject, version=version, pinned_by=by)
    data = {"subject": subject, "version": version, "before": held.version if held else None}
    row = made.pk if made else held.pk if held else None
    record_event(
        kind="model.pinned" if made else "model.released", by=by, table="differentiate_modelpin", row=row, data=data
    )
