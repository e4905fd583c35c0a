"""Relations between customers, and households."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lazo.api.answer import answer, nothing, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.found import found_party, found_row, named_party
from lazo.api.problem import not_found, refused
from lazo.api.routers.company_group import value_row
from lazo.api.schemas.relation import (
    EndIn,
    HouseholdIn,
    HouseholdOut,
    MadeHouseholdOut,
    MadeRelationOut,
    MemberIn,
    RelationIn,
    RelationOut,
    RelationsOut,
    RelationTypesOut,
)
from lazo.api.shape import Id
from lazo.differentiate.queries.household_value import household_values
from lazo.identify.models import Party, PartyRelationship, RelationshipType
from lazo.identify.operations.household import (
    UnableToAddMember,
    UnableToMakeHousehold,
    UnableToRemoveMember,
    add_member,
    remove_member,
)
from lazo.identify.operations.relationship import (
    UnableToEndRelation,
    UnableToRelate,
    UnableToReopenRelation,
    end_relation,
    reopen_relation,
)
from lazo.identify.operations.taken_back_relation import found_household, relate_for_now
from lazo.identify.queries.relations import HouseholdView, Relation, household_of, relations_of
from lazo.kernel.models import User

router = Router()
POINTERS = {"unknown_type": "/type", "same_party": "/other", "bad_period": "/since", "is_household": "/type"}


@router.get("/relation-types", response=RelationTypesOut)
def list_relation_types(request: HttpRequest) -> HttpResponse:
    """The types of relation there are, with their words from both ends."""
    caller(request, "customers:read")
    rows = RelationshipType.objects.order_by("family", "key")
    return page(
        {
            "key": one.key,
            "family": one.family,
            "name": one.name,
            "inverse_name": one.inverse_name,
            "symmetric": one.is_symmetric,
        }
        for one in rows
    )


@router.get("/customers/{customer}/relations", response=RelationsOut)
def list_relations(request: HttpRequest, customer: Id) -> HttpResponse:
    """With customers whom the person may see: open ones first, at most two hundred."""
    user = caller(request, "customers:read")
    return page(_row(relation) for relation in relations_of(party=found_party(user, customer), user=user))


@router.post("/customers/{customer}/relations", response={201: MadeRelationOut})
def add_relation(request: HttpRequest, customer: Id, payload: RelationIn) -> HttpResponse:
    """Say that the customer is related to another."""
    user = caller(request, "customers:write")
    origin, target = found_party(user, customer), named_party(user, payload.other, "/other")
    try:
        made = relate_for_now(
            origin=origin, target=target, type_key=payload.type, by=user, on=today(), since=payload.since
        )
    except UnableToRelate as error:
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    return answer({**_told(made.relation, origin, user), "undo": made.undo}, status=201)


@router.post("/customers/{customer}/relations/{relation}/end", response=RelationOut)
def close_relation(request: HttpRequest, customer: Id, relation: Id, payload: EndIn) -> HttpResponse:
    """Let a relation end."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    try:
        ended = end_relation(relation=_relation_of(party, relation), by=user, on=payload.on or today())
    except UnableToEndRelation as error:
        raise refused(error) from error
    return answer(_told(ended, party, user))


@router.delete("/customers/{customer}/relations/{relation}/end", response=RelationOut)
def take_back_end(request: HttpRequest, customer: Id, relation: Id) -> HttpResponse:
    """Take the end of a relation back."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    try:
        again = reopen_relation(relation=_relation_of(party, relation), by=user)
    except UnableToReopenRelation as error:
        raise refused(error) from error
    return answer(_told(again, party, user))


@router.post("/households", response={201: MadeHouseholdOut})
def create_household(request: HttpRequest, payload: HouseholdIn) -> HttpResponse:
    """A household of persons who have none yet."""
    user = caller(request, "customers:write")
    members = [named_party(user, number, f"/members/{place}") for place, number in enumerate(payload.members)]
    try:
        founded = found_household(name=payload.name, members=members, by=user, on=today())
    except UnableToMakeHousehold as error:
        raise refused(error, pointers={"": "/members" if error.code != "nameless" else "/name"}) from error
    made = founded.household
    told = {**_household(household_of(party=made, user=user), user), "undo": founded.undo}
    return answer(told, status=201, location=f"/api/v1/customers/{made.pk}")


@router.get("/customers/{customer}/household", response=HouseholdOut)
def get_household(request: HttpRequest, customer: Id) -> HttpResponse:
    """The household the customer is, or is part of."""
    user = caller(request, "customers:read")
    return answer(_household(household_of(party=found_party(user, customer), user=user), user))


@router.post("/households/{household}/members", response={201: HouseholdOut})
def join_household(request: HttpRequest, household: Id, payload: MemberIn) -> HttpResponse:
    """Let a person be part of a household from today."""
    user = caller(request, "customers:write")
    home = found_party(user, household)
    try:
        add_member(household=home, member=named_party(user, payload.member, "/member"), by=user, on=today())
    except UnableToAddMember as error:
        raise refused(error) from error
    return answer(_household(household_of(party=home, user=user), user), status=201)


@router.delete("/households/{household}/members/{member}", response={204: None})
def leave_household(request: HttpRequest, household: Id, member: Id) -> HttpResponse:
    """Let a person no longer be part of a household, from today."""
    user = caller(request, "customers:write")
    try:
        remove_member(household=found_party(user, household), member=found_party(user, member), by=user, on=today())
    except UnableToRemoveMember as error:
        raise refused(error) from error
    return nothing()


def _relation_of(party: Party, number: int) -> PartyRelationship:
    found: PartyRelationship = found_row(PartyRelationship.objects.touching([party.pk]), number)
    return found


def _told(relation: PartyRelationship, party: Party, user: User) -> dict[str, Any]:
    found = next((one for one in relations_of(party=party, user=user) if one.id == relation.pk), None)
    if found is None:
        raise not_found()
    return _row(found)


def _row(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.id,
        "type": relation.type,
        "words": relation.words,
        "other": relation.other_id,
        "other_name": relation.other_name,
        "other_kind": relation.other_kind,
        "kind": relation.kind,
        "confidence": str(relation.confidence),
        "valid_from": relation.valid_from,
        "valid_to": relation.valid_to,
        "outgoing": relation.is_outgoing,
    }


def _household(found: HouseholdView | None, user: User) -> dict[str, Any]:
    if found is None:
        raise not_found()
    members = [{"id": one.id, "name": one.name, "since": one.since} for one in found.members]
    value = household_values([found.id], user=user)[found.id]
    return {"id": found.id, "name": found.name, "members": members, "value": value_row(value)}
