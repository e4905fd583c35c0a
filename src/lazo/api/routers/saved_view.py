"""Views of the list of customers that people keep, one's own and those shown to one."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, asked_version, page
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Id, UndoOfferOut, Version
from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.saved_view import (
    UnableToSaveView,
    change_view,
    order_views,
    remove_view,
    save_view,
)
from lazo.differentiate.operations.shipped_view import UnableToRestoreViews, restore_shipped_views
from lazo.differentiate.queries.saved_view import changeable_views, views_for
from lazo.kernel.models import Team, User

router = Router()
Audience = Literal["OWN", "TEAM", "ALL"]
ViewName = Annotated[str, Field(min_length=1, max_length=80)]
Params = Annotated[
    dict[Annotated[str, Field(max_length=60)], Annotated[list[Annotated[str, Field(max_length=320)]], Field(max_length=50)]],
    Field(max_length=50, description="filters, order and columns as in the address of the list, responsable=yo for who asks and days as -30 for that many before today; what is not understood is left out"),
]  # fmt: skip
POINTERS = {
    "nameless": "/name",
    "too_long": "/name",
    "name_taken": "/name",
    "not_on_team": "/team",
    "not_allowed": "",
    "for_everybody": "/audience",
}


class ViewOut(Schema):
    """`mine`: one's own, which one may change. `shipped`: which of those that come with Lazo, blank for none; they are nobody's, `owner` is null."""

    id: int
    name: str
    params: dict[str, list[str]]
    audience: str
    team: int | None = None
    owner: int | None = None
    mine: bool
    shipped: str
    position: int
    version: int
    created_at: datetime


class ViewsOut(Schema):
    data: list[ViewOut]
    next: str | None = None


class ViewIn(Body):
    """Shown to a team by its members, to all by who administers."""

    name: ViewName
    params: Params = {}
    audience: Audience = "OWN"
    team: Id | None = None


class ViewPatch(Body):
    """Only what changes; `version`, unless If-Match says it."""

    name: ViewName | None = None
    params: Params | None = None
    audience: Audience | None = None
    team: Id | None = None
    version: Version | None = None


class OrderIn(Body):
    views: Annotated[list[Id], Field(max_length=100)]


@router.get("/views", response=ViewsOut)
def list_views(request: HttpRequest) -> HttpResponse:
    """Those that come with Lazo, one's own in their order, then those that others show."""
    user = caller(request, "customers:read")
    return page(_row(one) for one in views_for(user))


@router.post("/views", response={201: ViewOut})
def create_view(request: HttpRequest, payload: ViewIn) -> HttpResponse:
    """Keep a question to the list under a name."""
    user = caller(request, "customers:write")
    try:
        made = save_view(
            by=user, name=payload.name, params=payload.params, audience=payload.audience, team=_team(payload.team)
        )
    except UnableToSaveView as error:
        raise _refused(error) from error
    return _told(user, made.pk, status=201)


@router.put("/views/order", response=ViewsOut)
def put_order(request: HttpRequest, payload: OrderIn) -> HttpResponse:
    """One's own in this order, and those that come with Lazo where who administers names them; those not named come behind."""
    user = caller(request, "customers:write")
    order_views(by=user, views=payload.views)
    return page(_row(one) for one in views_for(user))


@router.post("/views/restoration", response={201: UndoOfferOut})
def restore_views(request: HttpRequest) -> HttpResponse:
    """Give the views that come with Lazo the names, filters and order they came with, and bring back those that were taken away: who administers."""
    user = caller(request, "customers:write")
    try:
        return answer({"undo": restore_shipped_views(by=user)}, status=201)
    except UnableToRestoreViews as error:
        raise refused(error) from error


@router.get("/views/{view}", response=ViewOut)
def get_view(request: HttpRequest, view: Id) -> HttpResponse:
    """One view that the person may see."""
    return _told(caller(request, "customers:read"), view)


@router.patch("/views/{view}", response=ViewOut)
def edit_view(request: HttpRequest, view: Id, payload: ViewPatch) -> HttpResponse:
    """Another name, other filters or other readers for a view of one's own; of one that comes with Lazo, name and filters by who administers."""
    user = caller(request, "customers:write")
    held = found_row(changeable_views(user), view)
    said = payload.model_dump(exclude_unset=True, exclude={"version", "team"})
    changes: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    if "audience" in changes:
        changes["team"] = _team(payload.team)
    try:
        change_view(view=held, by=user, version=asked_version(request, payload.version), **changes)
    except UnableToSaveView as error:
        raise _refused(error, held) from error
    return _told(user, view)


@router.delete("/views/{view}", response=UndoOfferOut)
def delete_view(request: HttpRequest, view: Id) -> HttpResponse:
    """Throw a view of one's own away, or take away one that comes with Lazo (who administers)."""
    user = caller(request, "customers:write")
    return answer({"undo": remove_view(view=found_row(changeable_views(user), view), by=user)})


def _told(user: User, number: int, *, status: int = 200) -> HttpResponse:
    one = found_row(views_for(user), number)
    return answer(_row(one), status=status, version=one.version, location=f"/api/v1/views/{number}")


def _team(number: int | None) -> Team | None:
    if number is None:
        return None
    found = Team.objects.filter(pk=number).first()
    if found is None:
        raise Problem(422, "invalid", [FieldError("/team", "unknown_team")])
    return found


def _refused(error: UnableToSaveView, held: SavedView | None = None) -> Problem:
    if error.code == "stale" and held is not None:
        held.refresh_from_db()
        return Problem(409, "stale", params={"version": held.version}, extra={"version": held.version})
    return refused(error, pointers={"": POINTERS.get(error.code, "")})


def _row(one: Any) -> dict[str, Any]:
    names = ("id", "params", "audience", "position", "version", "created_at", "shipped")
    told = {name: getattr(one, name) for name in names}
    return {**told, "name": one.label, "team": one.team_id, "owner": one.owner_id, "mine": one.is_mine}
