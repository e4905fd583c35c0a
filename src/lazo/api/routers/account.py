"""Who asks, and the keys they have."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from lazo.api.answer import answer, nothing, page
from lazo.api.caller import Caller, caller
from lazo.api.problem import Problem, not_found, refused
from lazo.api.shape import Body, Id
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import ApiToken, User
from lazo.kernel.operations.api_token import (
    UnableToCreateApiToken,
    UnableToRevokeApiToken,
    create_api_token,
    revoke_api_token,
)

router = Router()


class AccountOut(Schema):
    """The person, what the key is for, and how far they see."""

    id: int
    name: str
    email: str
    language: str
    scopes: list[str]
    sees: str
    teams: list[int]


class TokenOut(Schema):
    id: int
    name: str
    prefix: str
    user: int
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None


class NewTokenOut(TokenOut):
    """`secret` is told here and never again."""

    secret: str


class TokensOut(Schema):
    data: list[TokenOut]
    next: str | None = None


class TokenIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    scopes: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=20)]
    expires_at: AwareDatetime | None = None


@router.get("/me", response=AccountOut)
def me(request: HttpRequest) -> HttpResponse:
    """Who the token belongs to."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the door
    rule = row_rule(found.user)
    return answer(
        {
            "id": found.user.pk,
            "name": found.user.name,
            "email": found.user.email,
            "language": found.user.language,
            "scopes": sorted(found.scopes),
            "sees": "all" if rule.everything else "nothing" if rule.nothing else "some",
            "teams": sorted(rule.teams),
        }
    )


@router.get("/tokens", response=TokensOut)
def list_tokens(request: HttpRequest) -> HttpResponse:
    """The keys that stand: one's own; with the scope `admin` and the role, everybody's."""
    user = caller(request, "admin")
    return page([token_row(token) for token in _tokens(user).order_by("-pk")])


@router.post("/tokens", response={201: NewTokenOut})
def create_token(request: HttpRequest, payload: TokenIn) -> HttpResponse:
    """A new key of one's own. Its secret is told once."""
    user = caller(request, "admin")
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the door
    beyond = sorted(set(payload.scopes) - found.scopes)
    if beyond:
        raise Problem(403, "no_scope", params={"scope": beyond[0]})
    try:
        made = create_api_token(
            user=user,
            name=payload.name,
            scopes=payload.scopes,
            by=user,
            at=timezone.now(),
            expires_at=payload.expires_at,
        )
    except UnableToCreateApiToken as error:
        raise refused(error) from error
    return answer({**token_row(made.token), "secret": made.secret}, status=201)


@router.delete("/tokens/{token}", response={204: None})
def revoke_token(request: HttpRequest, token: Id) -> HttpResponse:
    """The key lets nobody in any more."""
    user = caller(request, "admin")
    found = _tokens(user).filter(pk=token).first()
    if found is None:
        raise not_found()
    try:
        revoke_api_token(token=found, by=user)
    except UnableToRevokeApiToken as error:
        raise refused(error) from error
    return nothing()


def token_row(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "name": token.name,
        "prefix": token.prefix,
        "user": token.user_id,
        "scopes": token.scopes,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
    }


def _tokens(user: User) -> Any:
    found = ApiToken.objects.standing()
    return found if may(user, "may_administer") else found.filter(user=user)
