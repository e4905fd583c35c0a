"""Saving how the company wants identities resolved: a new version, taken back by another."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import GoldenRecord, IdentitySettings
from lazo.identify.operations.golden_record import refresh_golden
from lazo.identify.operations.regroup import tell
from lazo.identify.queries.golden_record import FIELDS
from lazo.identify.queries.identity_settings import USUAL_ORDER, match_thresholds, orders_now
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "identity.settings"


class UnableToSaveIdentitySettings(Exception):
    """`code` is not_allowed, out_of_range, below_review (of `automatic`), unknown_field or unknown_kind; `field` the one it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@transaction.atomic
def save_identity_settings(*, automatic: float, review: float, overrides: Mapping[str, Sequence[str]], by: User) -> str:
    """Keep a new version: from which probability on a run joins and asks, and by field which kind of value holds first.

    The next run takes the numbers; golden records follow at once. Returns the token that takes it back, blank when nothing changed. Raises
    UnableToSaveIdentitySettings.
    """
    if not may(by, "may_administer"):
        raise UnableToSaveIdentitySettings("not_allowed")
    _check(automatic, review, overrides)
    thresholds, orders = match_thresholds(), {field: list(order) for field, order in orders_now().items()}
    before = {"automatic": thresholds.automatic, "review": thresholds.review, "overrides": orders}
    after = {
        "automatic": automatic,
        "review": review,
        "overrides": {name: list(order) for name, order in overrides.items()},
    }
    if before == after:
        return ""
    _keep(after, by)
    return offer_undo(
        by=by, label=_("Reglas de identidad cambiadas"), kind=UNDO, data={"before": before, "after": after}
    )


def undo_settings(by: User, data: dict[str, Any]) -> Undone:
    """Back to the version before, unless there is another by now. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    kept = match_thresholds()
    now = {
        "automatic": kept.automatic,
        "review": kept.review,
        "overrides": {name: list(order) for name, order in orders_now().items()},
    }
    if now != data["after"]:
        raise UnableToUndo("changed_since")
    _keep(data["before"], by)
    return Undone(1)


def _check(automatic: float, review: float, overrides: Mapping[str, Sequence[str]]) -> None:
    for field, value in (("automatic", automatic), ("review", review)):
        if not 0.5 <= value <= 1:
            raise UnableToSaveIdentitySettings("out_of_range", field)
    if automatic < review:
        raise UnableToSaveIdentitySettings("below_review", "automatic")
    if set(overrides) - set(FIELDS):
        raise UnableToSaveIdentitySettings("unknown_field", "overrides")
    if any(set(order) - set(USUAL_ORDER) or len(set(order)) != len(order) for order in overrides.values()):
        raise UnableToSaveIdentitySettings("unknown_kind", "overrides")


def _keep(values: Mapping[str, Any], by: User) -> None:
    before = orders_now()
    thresholds = {"automatic": values["automatic"], "review": values["review"]}
    made = IdentitySettings.objects.create(thresholds=thresholds, overrides=values["overrides"], by=by)
    if before != orders_now():
        customers = list(GoldenRecord.objects.order_by("pk").values_list("pk", flat=True))
        refresh_golden(customers)
        tell(customers)
    record_event(
        kind="identity.settings_saved", by=by, table="identify_identitysettings", row=made.pk, data=dict(values)
    )
