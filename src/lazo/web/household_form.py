"""What a person does to a household from its page: make it, bring somebody in, take somebody out."""

from datetime import date

from django.http import QueryDict

from lazo.identify.models import Party
from lazo.identify.operations.household import (
    UnableToAddMember,
    UnableToMakeHousehold,
    UnableToRemoveMember,
    add_member,
    make_household,
    remove_member,
)
from lazo.identify.queries.parties import party_for
from lazo.identify.queries.relations import HouseholdView
from lazo.kernel.models import User

MAKE, BRING, TAKE = "crear", "sumar", "sacar"


class UnableToActOnHousehold(Exception):
    """What the operation refused, by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def act(post: QueryDict, *, party: Party, household: HouseholdView | None, by: User, on: date) -> int | None:
    """Do what the form asks; gives the id of the relation that somebody's leaving ended. Raises UnableToActOnHousehold."""
    wanted = post.get("accion", "")
    try:
        if wanted == MAKE:
            make_household(name=post.get("nombre", ""), members=[party], by=by, on=on)
        elif household is not None and wanted in {BRING, TAKE}:
            home, person = _seen(str(household.id), by), _seen(post.get("persona", ""), by)
            if wanted == TAKE:
                return remove_member(household=home, member=person, by=by, on=on).pk
            add_member(household=home, member=person, by=by, on=on)
    except (UnableToMakeHousehold, UnableToAddMember, UnableToRemoveMember) as error:
        raise UnableToActOnHousehold(error.code) from error
    return None


def _seen(number: str, by: User) -> Party:
    party = party_for(user=by, party=int(number)) if number.isdecimal() else None
    if party is None:
        raise UnableToActOnHousehold("not_visible" if number else "no_members")
    return party
