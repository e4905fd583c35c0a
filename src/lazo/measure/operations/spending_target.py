"""Saying how spending should be spread over the five areas."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from lazo.analytics.balance import AREAS
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo
from lazo.measure.models import SpendingTarget

UNDO = "measure.spending_target"


class UnableToSetTarget(ValueError):
    """`code` is not_allowed, no_whole (the five do not make 100) or out_of_range; `field` is the area."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


@transaction.atomic
def set_spending_target(*, shares: Mapping[str, int], by: User) -> str:
    """Percent of each area; the five make 100. Returns the token that takes it back. Raises UnableToSetTarget."""
    if not may(by, "may_see_money"):
        raise UnableToSetTarget("not_allowed")
    for area in AREAS:
        if not 0 <= shares.get(area, -1) <= 100:
            raise UnableToSetTarget("out_of_range", area)
    if sum(shares[area] for area in AREAS) != 100:
        raise UnableToSetTarget("no_whole")
    before = SpendingTarget.objects.order_by("-pk").first()
    row = SpendingTarget.objects.create(shares={area: shares[area] for area in AREAS}, by=by)
    kept = before.shares if before else None
    record_event(
        kind="spending.target_set",
        by=by,
        table="measure_spendingtarget",
        row=row.pk,
        data={},
        before=kept,
        after=row.shares,
    )
    return offer_undo(by=by, label="", kind=UNDO, data={"row": row.pk, "shares": kept})


def undo_target(by: User, data: dict[str, Any]) -> Undone:
    """The target of before holds again, unless another was set since."""
    if not may(by, "may_see_money"):
        raise UnableToUndo("not_allowed")
    newest = SpendingTarget.objects.order_by("-pk").first()
    if newest is None or newest.pk != data["row"]:
        raise UnableToUndo("changed_since")
    if data["shares"] is None:
        newest.delete()
        return Undone(1)
    SpendingTarget.objects.create(shares=data["shares"], by=by)
    return Undone(1)
