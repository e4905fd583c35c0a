"""Households: people who live and buy together, a party of their own to which each of them is related."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.operations.party_details import folded
from lazo.identify.operations.relationship import TABLE, UnableToEndRelation, close, period_of
from lazo.identify.queries.parties import family_of
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

LONGEST_NAME = 240


class UnableToMakeHousehold(Exception):
    """`code` is nameless, no_members, not_visible, not_current, not_a_person or has_household; `party` the one it is about."""

    def __init__(self, code: str, party: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.party = party


class UnableToAddMember(Exception):
    """`code` is not_visible, not_current, not_a_household, not_a_person or has_household."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToRemoveMember(Exception):
    """`code` is not_visible, not_a_member or bad_period."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def make_household(*, name: str, members: Sequence[Party], by: User, on: date) -> Party:
    """A new party of kind HOUSEHOLD to which each of `members` belongs from `on`; owner and team are those of the first.

    A person is part of one household at a time. Raises UnableToMakeHousehold.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise UnableToMakeHousehold("nameless")
    people = list({member.pk: member for member in members}.values())
    if not people:
        raise UnableToMakeHousehold("no_members")
    for person in people:
        code = _refusal(person, by)
        if code:
            raise UnableToMakeHousehold(code, person.pk)
    household = Party.objects.create(
        kind=Party.Kind.HOUSEHOLD,
        name=name,
        folded_name=folded(name),
        country=people[0].country,
        city=people[0].city,
        address=people[0].address,
        first_contact_on=on,
        owner_id=people[0].owner_id,
        team_id=people[0].team_id,
    )
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=household.pk)
    for person in people:
        if _join(household, person, on) is None:
            raise UnableToMakeHousehold("has_household", person.pk)
    data = {"members": [person.pk for person in people]}
    record_event(
        kind="household.made", by=by, table="identify_party", row=household.pk, data=data, after={"name": name}
    )
    return household


@transaction.atomic
def add_member(*, household: Party, member: Party, by: User, on: date) -> PartyRelationship:
    """Let a person be part of a household from `on`. Raises UnableToAddMember."""
    if household.kind != Party.Kind.HOUSEHOLD:
        raise UnableToAddMember("not_a_household")
    if not Party.objects.visible_to(by).current().filter(pk=household.pk).exists():
        raise UnableToAddMember("not_visible")
    code = _refusal(member, by)
    if code:
        raise UnableToAddMember(code)
    relation = _join(household, member, on)
    if relation is None:
        raise UnableToAddMember("has_household")
    data = {"origin": member.pk, "target": household.pk, "type": HOUSEHOLD_MEMBER}
    record_event(kind="household.joined", by=by, table=TABLE, row=relation.pk, data=data, after=period_of(relation))
    return relation


@transaction.atomic
def remove_member(*, household: Party, member: Party, by: User, on: date) -> PartyRelationship:
    """Let a person no longer be part of a household, from `on`; `reopen_relation` takes it back. Raises UnableToRemoveMember."""
    relation = (
        PartyRelationship.objects.open()
        .filter(type=HOUSEHOLD_MEMBER, origin_id__in=family_of(member), target=household)
        .order_by("pk")
        .first()
    )
    if relation is None:
        raise UnableToRemoveMember("not_a_member")
    try:
        close(relation, by=by, on=on, event="household.left")
    except UnableToEndRelation as error:
        raise UnableToRemoveMember("not_a_member" if error.code == "already_ended" else error.code) from error
    return relation


def _refusal(person: Party, by: User) -> str:
    """Why this party cannot become part of a household; blank when it can."""
    seen = Party.objects.visible_to(by).filter(pk=person.pk)
    if not seen.exists():
        return "not_visible"
    if not seen.current().exists():
        return "not_current"
    if person.kind != Party.Kind.PERSON:
        return "not_a_person"
    held = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, origin_id__in=family_of(person))
    return "has_household" if held.exists() else ""


def _join(household: Party, person: Party, on: date) -> PartyRelationship | None:
    """The membership; None when somebody else gave the person a household at this very moment."""
    try:
        with transaction.atomic():
            return PartyRelationship.objects.create(
                origin=person, target=household, type_id=HOUSEHOLD_MEMBER, valid_from=on
            )
    except IntegrityError:
        return None
