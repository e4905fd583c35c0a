"""Relations and households made a moment ago, with the offer to take them back: as if nobody had said anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.operations.household import make_household
from lazo.identify.operations.relationship import TABLE, period_of, relate, sees_both_ends
from lazo.identify.operations.retirement import UnableToRetireParty, retire_party
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO_RELATED, UNDO_FOUNDED = "relation.made", "household.made"


@dataclass(frozen=True)
class Related:
    """The relation, and the token under which who made it can take it back."""

    relation: PartyRelationship
    undo: str


@dataclass(frozen=True)
class Founded:
    """The household, and the token under which who made it can take it back."""

    household: Party
    undo: str


@transaction.atomic
def relate_for_now(
    *, origin: Party, target: Party, type_key: str, by: User, on: date, since: date | None = None
) -> Related:
    """`relate`, with the offer to undo it. Raises UnableToRelate."""
    relation = relate(origin=origin, target=target, type_key=type_key, by=by, on=on, since=since)
    data = {"relation": relation.pk, **period_of(relation)}
    return Related(relation, offer_undo(by=by, label=_("Relación guardada"), kind=UNDO_RELATED, data=data))


@transaction.atomic
def found_household(*, name: str, members: Sequence[Party], by: User, on: date) -> Founded:
    """`make_household`, with the offer to undo it. Raises UnableToMakeHousehold."""
    household = make_household(name=name, members=members, by=by, on=on)
    data = {"household": household.pk, "memberships": _memberships(household.pk), "version": household.version}
    return Founded(household, offer_undo(by=by, label=_("Hogar creado"), kind=UNDO_FOUNDED, data=data))


def undo_related(by: User, data: dict[str, Any]) -> Undone:
    """The relation goes, unless somebody changed it since; registered with kernel.undo. Raises UnableToUndo."""
    relation = PartyRelationship.objects.select_related("origin", "target").filter(pk=data["relation"]).first()
    if relation is None:
        raise UnableToUndo("changed_since")
    if not sees_both_ends(relation, by):
        raise UnableToUndo("not_allowed")
    if period_of(relation) != {name: data[name] for name in ("valid_from", "valid_to")}:
        raise UnableToUndo("changed_since")
    told = {"origin": relation.origin_id, "target": relation.target_id, "type": relation.type_id}
    number, before = relation.pk, period_of(relation)
    relation.delete()
    record_event(kind="relation.removed", by=by, table=TABLE, row=number, data=told, before=before)
    return Undone(restored=1)


def undo_founded(by: User, data: dict[str, Any]) -> Undone:
    """The household is taken out and its members are in none again, unless others came or somebody changed it. Raises UnableToUndo."""
    household = Party.objects.filter(pk=data["household"]).first()
    if household is None or _memberships(household.pk) != data["memberships"] or household.version != data["version"]:
        raise UnableToUndo("changed_since")
    others = PartyRelationship.objects.touching([household.pk]).exclude(pk__in=data["memberships"])
    if others.exists():
        raise UnableToUndo("changed_since")
    try:
        retire_party(party=household, by=by)
    except UnableToRetireParty as error:
        raise UnableToUndo("not_allowed" if error.code == "not_visible" else "changed_since") from error
    PartyRelationship.objects.filter(pk__in=data["memberships"]).delete()
    return Undone(restored=1)


def _memberships(household: int) -> list[int]:
    """The numbers of those who are in it, while nobody has left."""
    rows = PartyRelationship.objects.filter(type=HOUSEHOLD_MEMBER, target_id=household).order_by("pk")
    return [row.pk for row in rows if row.valid_to is None]
