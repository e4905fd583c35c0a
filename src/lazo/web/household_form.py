"""What a person does to a household from its page: make it, bring somebody in, take somebody out."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from lazo.identify.models import Party
from lazo.identify.operations.household import (
    UnableToAddMember,
    UnableToMakeHousehold,
    UnableToRemoveMember,
    add_member,
    remove_member,
)
from lazo.identify.operations.taken_back_relation import found_household
from lazo.identify.queries.parties import party_for
from lazo.identify.queries.relations import HouseholdView
from lazo.kernel.models import User

MAKE, BRING, TAKE = "crear", "sumar", "sacar"


class UnableToActOnHousehold(Exception):
    """What the operation refused, by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Acted:
    """`left` is the number of the relation that somebody's leaving ended, `undo` the token that takes a new household back."""

    left: int | None = None
    undo: str = ""


def act(post: QueryDict, *, party: Party, household: HouseholdView | None, by: User, on: date) -> Acted:
    """Do what the form asks. Raises UnableToActOnHousehold."""
    wanted = post.get("accion", "")
    try:
        if wanted == MAKE:
            return Acted(undo=found_household(name=post.get("nombre", ""), members=[party], by=by, on=on).undo)
        if household is not None and wanted in {BRING, TAKE}:
            home, person = _seen(str(household.id), by), _seen(post.get("persona", ""), by)
            if wanted == TAKE:
                return Acted(left=remove_member(household=home, member=person, by=by, on=on).pk)
            add_member(household=home, member=person, by=by, on=on)
    except (UnableToMakeHousehold, UnableToAddMember, UnableToRemoveMember) as error:
        raise UnableToActOnHousehold(error.code) from error
    return Acted()


def _seen(number: str, by: User) -> Party:
    party = party_for(user=by, party=int(number)) if number.isdecimal() else None
    if party is None:
        raise UnableToActOnHousehold("not_visible" if number else "no_members")
    return party
