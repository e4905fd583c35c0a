"""Roles: how far each sees and what it allows, for who administers."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.problem import Problem, refused
from lazo.api.shape import Body, Id, UndoOfferOut
from lazo.kernel.models import Role, User
from lazo.kernel.operations.administrators import UnableToLeaveWithoutAdministrator
from lazo.kernel.operations.role import PERMISSIONS, UnableToEditRole, edit_role, make_role, remove_role

router = Router()
RowScope = Literal["NONE", "OWN", "TEAM", "ALL"]
RoleArea = Literal["", "ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"]
RoleName = Annotated[str, Field(min_length=1, max_length=80)]
NAMES = ("id", "key", "name", "scope", "area", *PERMISSIONS)


class RoleOut(Schema):
    """`key` is what users carry in `roles`; `scope` how far it sees; a blank `area` is all of the cycle."""

    id: int
    key: str
    name: str
    scope: str
    area: str
    may_import: bool
    may_export: bool
    may_administer: bool
    may_erase: bool
    may_campaign: bool
    may_see_money: bool


class RolesOut(Schema):
    data: list[RoleOut]
    next: str | None = None


class RoleIn(Body):
    """The key follows from the name."""

    name: RoleName
    scope: RowScope
    area: RoleArea = ""
    may_import: bool = False
    may_export: bool = False
    may_administer: bool = False
    may_erase: bool = False
    may_campaign: bool = False
    may_see_money: bool = False


class RolePatch(Body):
    """Only what changes."""

    name: RoleName | None = None
    scope: RowScope | None = None
    area: RoleArea | None = None
    may_import: bool | None = None
    may_export: bool | None = None
    may_administer: bool | None = None
    may_erase: bool | None = None
    may_campaign: bool | None = None
    may_see_money: bool | None = None


class EditedRoleOut(RoleOut):
    """`undo` takes the change back; blank when nothing changed."""

    undo: str


@router.get("/roles", response=RolesOut)
def list_roles(request: HttpRequest) -> HttpResponse:
    """The roles there are: how far each sees, what it allows."""
    _administrator(request)
    return page(_row(one) for one in Role.objects.order_by("pk"))


@router.post("/roles", response={201: RoleOut})
def create_role(request: HttpRequest, payload: RoleIn) -> HttpResponse:
    """A role that nobody has yet."""
    user = _administrator(request)
    try:
        made = make_role(by=user, **payload.model_dump())
    except UnableToEditRole as error:
        raise refused(error) from error
    return answer(_row(made), status=201, location=f"/api/v1/roles/{made.pk}")


@router.get("/roles/{role}", response=RoleOut)
def get_role(request: HttpRequest, role: Id) -> HttpResponse:
    """One role."""
    _administrator(request)
    return answer(_row(found_row(Role.objects.all(), role)))


@router.patch("/roles/{role}", response=EditedRoleOut)
def change_role(request: HttpRequest, role: Id, payload: RolePatch) -> HttpResponse:
    """For everybody who has it, at once. Somebody always stays who can administer."""
    user, held = _administrator(request), found_row(Role.objects.all(), role)
    changes = {name: value for name, value in payload.model_dump(exclude_unset=True).items() if value is not None}
    try:
        undo = edit_role(role=held, changes=changes, by=user)
    except UnableToLeaveWithoutAdministrator as error:
        raise Problem(409, "no_administrator") from error
    except UnableToEditRole as error:
        raise refused(error) from error
    return answer({**_row(Role.objects.get(pk=role)), "undo": undo})


@router.delete("/roles/{role}", response=UndoOfferOut)
def delete_role(request: HttpRequest, role: Id) -> HttpResponse:
    """Forget a role that nobody has."""
    user, held = _administrator(request), found_row(Role.objects.all(), role)
    try:
        return answer({"undo": remove_role(role=held, by=user)})
    except UnableToEditRole as error:
        raise refused(error) from error


def _administrator(request: HttpRequest) -> User:
    return caller(request, "admin", permission="may_administer")


def _row(one: Role) -> dict[str, Any]:
    return {name: getattr(one, name) for name in NAMES}
