"""What customers are to us, with their time: customer, payer, employee, supplier."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.found import found_party, found_row
from lazo.api.problem import refused
from lazo.api.schemas.customer import Role
from lazo.api.shape import Body, Day, Id
from lazo.identify.models import PartyRole
from lazo.identify.operations.party_role import UnableToEndRole, UnableToGiveRole, end_role, give_role
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.roles import RoleHeld, roles_of

router = Router()


class HeldRoleOut(Schema):
    """`valid_from` null: nobody knows since when; `valid_to` null: it holds."""

    id: int
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None


class HeldRolesOut(Schema):
    data: list[HeldRoleOut]
    next: str | None = None


class ChangedRoleOut(HeldRoleOut):
    """`undo` takes it back, by `/undos`."""

    undo: str


class HeldRoleIn(Body):
    """`until` of a role that is over already."""

    kind: Role
    since: Day | None = None
    until: Day | None = None


class RoleEndIn(Body):
    """`on` is the first day on which it no longer holds; not sent: today."""

    on: Day | None = None


@router.get("/customers/{customer}/roles", response=HeldRolesOut)
def list_party_roles(request: HttpRequest, customer: Id) -> HttpResponse:
    """Open ones first, then the past."""
    user = caller(request, "customers:read")
    return page(_row(role) for role in roles_of(party=found_party(user, customer)))


@router.post("/customers/{customer}/roles", response={201: ChangedRoleOut})
def add_party_role(request: HttpRequest, customer: Id, payload: HeldRoleIn) -> HttpResponse:
    """Say what the customer is to us."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    try:
        role, undo = give_role(
            party=party, kind=payload.kind, since=payload.since, until=payload.until, by=user, on=today()
        )
    except UnableToGiveRole as error:
        raise refused(error) from error
    return answer(_changed(role, undo), status=201)


@router.post("/customers/{customer}/roles/{role}/end", response=ChangedRoleOut)
def end_party_role(request: HttpRequest, customer: Id, role: Id, payload: RoleEndIn) -> HttpResponse:
    """Let a role end."""
    user = caller(request, "customers:write")
    held = found_row(PartyRole.objects.filter(party_id__in=family_of(found_party(user, customer))), role)
    try:
        undo = end_role(role=held, by=user, on=payload.on or today())
    except UnableToEndRole as error:
        raise refused(error) from error
    held.refresh_from_db()
    return answer(_changed(held, undo))


def _row(role: RoleHeld) -> dict[str, Any]:
    return {name: getattr(role, name) for name in ("id", "kind", "valid_from", "valid_to")}


def _changed(role: PartyRole, undo: str) -> dict[str, Any]:
    return {"id": role.pk, "kind": role.kind, "valid_from": role.valid_from, "valid_to": role.valid_to, "undo": undo}
