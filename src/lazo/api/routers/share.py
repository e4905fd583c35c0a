"""With whom a customer is shared beyond its owner and its team."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.found import found_party, found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Id, UndoOfferOut
from lazo.identify.operations.share import UnableToShare, end_share, share_customer
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import CUSTOMERS
from lazo.kernel.models import Share, Team, User

router = Router()


class ShareOut(Schema):
    """With a person or with a team, the other is null."""

    id: int
    user: int | None = None
    team: int | None = None
    since: datetime
    by: int | None = None


class SharesOut(Schema):
    data: list[ShareOut]
    next: str | None = None


class ShareIn(Body):
    """One of the two."""

    user: Id | None = None
    team: Id | None = None


@router.get("/customers/{customer}/shares", response=SharesOut)
def list_shares(request: HttpRequest, customer: Id) -> HttpResponse:
    """Who sees the customer beyond its owner and its team, the oldest first."""
    user = caller(request, "customers:read")
    return page(_row(one) for one in _of(user, customer))


@router.post("/customers/{customer}/shares", response={201: ShareOut})
def share(request: HttpRequest, customer: Id, payload: ShareIn) -> HttpResponse:
    """Show the customer to a person or to a team."""
    user = caller(request, "customers:write")
    party, who = found_party(user, customer), _whom(payload)
    try:
        made = share_customer(party=party, who=who, by=user)
    except UnableToShare as error:
        raise refused(error, pointers={"": "/user" if payload.user else "/team"}) from error
    made.refresh_from_db()
    return answer(_row(made), status=201)


@router.delete("/customers/{customer}/shares/{share}", response=UndoOfferOut)
def cease_to_share(request: HttpRequest, customer: Id, share: Id) -> HttpResponse:
    """Cease to show it."""
    user = caller(request, "customers:write")
    return answer({"undo": end_share(share=found_row(_of(user, customer), share), by=user)})


def _of(user: User, customer: int) -> Any:
    family = family_of(found_party(user, customer))
    return Share.objects.filter(table=CUSTOMERS, row__in=family).order_by("pk")


def _whom(payload: ShareIn) -> User | Team:
    if (payload.user is None) == (payload.team is None):
        raise Problem(422, "invalid", [FieldError("/user", "user_or_team")])
    found: User | Team | None
    if payload.user is not None:
        found, field = User.objects.filter(pk=payload.user).first(), "/user"
    else:
        found, field = Team.objects.filter(pk=payload.team or 0).first(), "/team"
    if found is None:
        raise Problem(422, "invalid", [FieldError(field, "bad_value")])
    return found


def _row(one: Share) -> dict[str, Any]:
    return {"id": one.pk, "user": one.user_id, "team": one.team_id, "since": one.since, "by": one.by_id}
