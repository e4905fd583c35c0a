"""Users and teams, for who administers."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Id
from lazo.kernel.models import Team, User
from lazo.kernel.operations.administrators import UnableToLeaveWithoutAdministrator
from lazo.kernel.operations.invitation import make_invitation
from lazo.kernel.operations.role import UnableToAssignRole, set_roles
from lazo.kernel.operations.team import UnableToNameTeam, make_team, rename_team, set_members
from lazo.kernel.operations.user import UnableToAddUser, add_user, close_user, reopen_user

router = Router()
Key = Annotated[str, Field(max_length=40)]
Keys = Annotated[list[Key], Field(max_length=50)]


class UserOut(Schema):
    id: int
    email: str
    name: str
    language: str
    active: bool
    roles: list[str]
    teams: list[int]
    created_at: datetime


class UsersOut(Schema):
    data: list[UserOut]
    next: str | None = None


class UserIn(Body):
    """Without a password: they choose one by an invitation made on the page of users."""

    email: Annotated[str, Field(min_length=3, max_length=254)]
    name: Annotated[str, Field(min_length=1, max_length=150)]
    roles: Keys = []


class UserPatch(Body):
    """Only what changes; `roles` is the whole list."""

    active: bool | None = None
    roles: Keys | None = None


class InvitationOut(Schema):
    """`path` follows the address of the workspace."""

    path: str


class TeamOut(Schema):
    id: int
    name: str
    members: list[int]


class TeamsOut(Schema):
    data: list[TeamOut]
    next: str | None = None


class TeamIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    members: Annotated[list[Id], Field(max_length=1000)] = []


@router.get("/users", response=UsersOut)
def list_users(request: HttpRequest) -> HttpResponse:
    """Everybody, also those whose access is closed."""
    _administrator(request)
    return page(_user(one) for one in _users().order_by("pk"))


@router.post("/users", response={201: UserOut})
def create_user(request: HttpRequest, payload: UserIn) -> HttpResponse:
    """Add a person. They see nothing without a role."""
    user = _administrator(request)
    try:
        with transaction.atomic():
            made = add_user(email=payload.email, name=payload.name, password=None, by=user)
            set_roles(user=made, roles=payload.roles, by=user)
    except UnableToAddUser as error:
        raise refused(error, pointers={"": "/email"}) from error
    except UnableToAssignRole as error:
        raise _unknown_role() from error
    return answer(_user(_users().get(pk=made.pk)), status=201)


@router.get("/users/{person}", response=UserOut)
def get_user(request: HttpRequest, person: Id) -> HttpResponse:
    """One person."""
    _administrator(request)
    return answer(_user(found_row(_users(), person)))


@router.patch("/users/{person}", response=UserOut)
def change_user(request: HttpRequest, person: Id, payload: UserPatch) -> HttpResponse:
    """Other roles, or access closed or opened. Somebody always stays who can administer."""
    user = _administrator(request)
    held: User = found_row(User.objects.all(), person)
    try:
        with transaction.atomic():
            if payload.roles is not None:
                set_roles(user=held, roles=payload.roles, by=user)
            if payload.active is not None:
                (reopen_user if payload.active else close_user)(user=held, by=user)
    except UnableToAssignRole as error:
        raise _unknown_role() from error
    except UnableToLeaveWithoutAdministrator as error:
        raise Problem(409, "no_administrator") from error
    return answer(_user(_users().get(pk=person)))


@router.get("/teams", response=TeamsOut)
def list_teams(request: HttpRequest) -> HttpResponse:
    """The teams and who is on each."""
    _administrator(request)
    return page(_team(one) for one in Team.objects.prefetch_related("memberships").order_by("name", "pk"))


@router.post("/users/{person}/invitation", response={201: InvitationOut})
def invite(request: HttpRequest, person: Id) -> HttpResponse:
    """A link with which the person chooses a password, once, within a week. Nothing is sent: whoever asks passes it on."""
    user = _administrator(request)
    held: User = found_row(User.objects.filter(is_active=True), person)
    token = make_invitation(user=held, by=user)
    return answer({"path": reverse("web:invitation", args=[held.pk, token])}, status=201)


@router.get("/teams/{team}", response=TeamOut)
def get_team(request: HttpRequest, team: Id) -> HttpResponse:
    """One team."""
    _administrator(request)
    return answer(_team(found_row(Team.objects.prefetch_related("memberships"), team)))


@router.post("/teams", response={201: TeamOut})
def create_team(request: HttpRequest, payload: TeamIn) -> HttpResponse:
    """A new team."""
    user = _administrator(request)
    try:
        with transaction.atomic():
            made = make_team(name=payload.name, by=user)
            set_members(team=made, users=payload.members, by=user)
    except UnableToNameTeam as error:
        raise refused(error, pointers={"": "/name"}) from error
    return answer(_team(made), status=201)


@router.put("/teams/{team}", response=TeamOut)
def change_team(request: HttpRequest, team: Id, payload: TeamIn) -> HttpResponse:
    """Its name, and the whole list of who is on it."""
    user = _administrator(request)
    held: Team = found_row(Team.objects.all(), team)
    try:
        with transaction.atomic():
            rename_team(team=held, name=payload.name, by=user)
            set_members(team=held, users=payload.members, by=user)
    except UnableToNameTeam as error:
        raise refused(error, pointers={"": "/name"}) from error
    return answer(_team(held))


def _administrator(request: HttpRequest) -> User:
    return caller(request, "admin", permission="may_administer")


def _users() -> Any:
    return User.objects.prefetch_related("role_assignments__role", "memberships")


def _unknown_role() -> Problem:
    return Problem(422, "invalid", [FieldError("/roles", "bad_value")])


def _user(one: User) -> dict[str, Any]:
    return {
        "id": one.pk,
        "email": one.email,
        "name": one.name,
        "language": one.language,
        "active": one.is_active,
        "roles": sorted(assignment.role.key for assignment in one.role_assignments.all()),
        "teams": sorted(membership.team_id for membership in one.memberships.all()),
        "created_at": one.created_at,
    }


def _team(one: Team) -> dict[str, Any]:
    return {"id": one.pk, "name": one.name, "members": sorted(row.user_id for row in one.memberships.all())}
