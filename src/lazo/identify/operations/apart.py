"""«These are not the same»: said, remembered, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.identify.models import Apart, Party
from lazo.identify.operations.regroup import refresh_pairs
from lazo.identify.queries.families import customers_of, families_of, sees_customers
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "apart.set"
LONGEST_NOTE = 240


class UnableToSetApart(Exception):
    """`code` is not_visible or same_customer: what is joined has to be split first."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToTakeBackApart(Exception):
    """`code` is not_visible or already_taken_back."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SetApart:
    apart: Apart
    undo: str


@transaction.atomic
def set_apart(*, one: Party, other: Party, by: User, note: str = "") -> SetApart:
    """Remember for ever that two records are not of the same person or company, nor are those found to be them. Raises UnableToSetApart."""
    _check(one.pk, other.pk, by)
    customers = customers_of([one.pk, other.pk])
    if len(set(customers.values())) < 2:
        raise UnableToSetApart("same_customer")
    apart = remember_apart(one.pk, other.pk, by=by, note=note)
    return SetApart(apart, offer_undo(by=by, label=_("No son la misma persona"), kind=UNDO, data={"apart": apart.pk}))


@transaction.atomic
def take_back_apart(*, apart: Apart, by: User) -> None:
    """Forget that two records are not the same; the next run may propose or join them. Raises UnableToTakeBackApart."""
    if not sees_customers(by, [apart.left_id, apart.right_id]):
        raise UnableToTakeBackApart("not_visible")
    if not take_back([apart.pk], by=by):
        raise UnableToTakeBackApart("already_taken_back")


def undo_apart(by: User, data: dict[str, Any]) -> Undone:
    """Raises UnableToUndo."""
    apart = Apart.objects.filter(pk=data["apart"]).first()
    if apart is None:
        raise UnableToUndo("unknown")
    try:
        take_back_apart(apart=apart, by=by)
    except UnableToTakeBackApart as error:
        raise UnableToUndo("not_allowed" if error.code == "not_visible" else "already_undone") from error
    return Undone(1)


def remember_apart(one: int, other: int, *, by: User, note: str = "") -> Apart:
    """The row that says so; the one that stands already, if one does."""
    left, right = sorted((one, other))
    apart = Apart.objects.standing().filter(left_id=left, right_id=right).first()
    if apart is not None:
        return apart
    apart = Apart.objects.create(left_id=left, right_id=right, by=by, note=" ".join(note.split())[:LONGEST_NOTE])
    _refresh([apart])
    record_event(kind="apart.set", by=by, table="identify_party", row=left, data=_told_of(apart))
    return apart


def take_back(aparts: Iterable[int], *, by: User) -> int:
    """How many of these still stood, and no longer do."""
    held = list(Apart.objects.standing().filter(pk__in=list(aparts)).order_by("pk"))
    Apart.objects.filter(pk__in=[apart.pk for apart in held]).update(taken_back_at=Now(), taken_back_by=by)
    for apart in held:
        record_event(kind="apart.taken_back", by=by, table="identify_party", row=apart.left_id, data=_told_of(apart))
    _refresh(held)
    return len(held)


def _refresh(aparts: list[Apart]) -> None:
    customers = set(customers_of([number for apart in aparts for number in (apart.left_id, apart.right_id)]).values())
    refresh_pairs(record for family in families_of(customers).values() for record in family)


def _check(one: int, other: int, by: User) -> None:
    if one == other:
        raise UnableToSetApart("same_customer")
    if not sees_customers(by, [one, other]):
        raise UnableToSetApart("not_visible")


def _told_of(apart: Apart) -> dict[str, Any]:
    return {"apart": apart.pk, "left": apart.left_id, "right": apart.right_id}
