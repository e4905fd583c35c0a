"""To whom somebody is related, in the words of the side it is read from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import User

AT_MOST = 200


@dataclass(frozen=True)
class Relation:
    """A relation read from one party's end: «<party> <words> <other>».

    `other_id` is who the other end stands for today; `valid_from` null is not known since when, `valid_to` null that it holds.
    """

    id: int
    words: str
    type: str
    family: str
    other_id: int
    other_name: str
    other_kind: str
    kind: str
    confidence: Decimal
    valid_from: date | None
    valid_to: date | None
    is_outgoing: bool

    @property
    def is_open(self) -> bool:
        return self.valid_to is None


@dataclass(frozen=True)
class Member:
    id: int
    name: str
    relation: int
    since: date | None


@dataclass(frozen=True)
class HouseholdView:
    """A household and who is part of it, of those the reader may see, in the order in which they came."""

    id: int
    name: str
    members: tuple[Member, ...]


def relations_of(*, party: Party, user: User) -> list[Relation]:
    """The relations of all records found to be `party` with parties that `user` may see: open ones first, in the order of their making.

    At most two hundred. A relation among those records themselves is nobody's business and is left out.
    """
    family = family_of(party)
    rows = list(
        PartyRelationship.objects.touching(family)
        .select_related("type", "origin", "target")
        .order_by("-valid_to", "pk")[:AT_MOST]
    )
    rows.sort(key=lambda row: (row.valid_to is not None, row.pk))
    others = {row.pk: _other(row, family) for row in rows}
    parties = Party.objects.visible_to(user).filter(pk__in=set(others.values())).select_related("golden")
    seen = {other.pk: as_it_holds(other) for other in parties}
    return [
        _relation(row, seen[others[row.pk]], is_outgoing=row.origin_id in family)
        for row in rows
        if others[row.pk] in seen and others[row.pk] not in family
    ]


def household_of(*, party: Party, user: User) -> HouseholdView | None:
    """The household that `party` is, or is part of today; None without one, or when `user` may not see it."""
    household = party if party.kind == Party.Kind.HOUSEHOLD else _joined(party, user)
    if household is None:
        return None
    rows = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, target=household).select_related("origin")
    relations = {row.origin.canonical_id or row.origin_id: row for row in rows.order_by("-pk")}
    seen = Party.objects.visible_to(user).filter(pk__in=relations).select_related("golden")
    members = [
        Member(one.pk, one.name, relations[one.pk].pk, relations[one.pk].valid_from) for one in map(as_it_holds, seen)
    ]
    household = as_it_holds(household)
    return HouseholdView(household.pk, household.name, tuple(sorted(members, key=lambda member: member.relation)))


def _joined(party: Party, user: User) -> Party | None:
    held = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, origin_id__in=family_of(party))
    return Party.objects.visible_to(user).filter(pk__in=held.values("target_id")).order_by("pk").first()


def _other(row: PartyRelationship, family: list[int]) -> int:
    end = row.target if row.origin_id in family else row.origin
    return end.canonical_id or end.pk


def _relation(row: PartyRelationship, other: Party, *, is_outgoing: bool) -> Relation:
    return Relation(
        id=row.pk,
        words=gettext(row.type.name if is_outgoing else row.type.inverse_name),
        type=row.type_id,
        family=row.type.family,
        other_id=other.pk,
        other_name=other.name,
        other_kind=other.kind,
        kind=row.kind,
        confidence=row.confidence,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_outgoing=is_outgoing,
    )
