"""Who asks: the person behind a token or a browser's session, and what the token is for."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from lazo.api.problem import Problem
from lazo.kernel.access import may
from lazo.kernel.models import ApiToken, User
from lazo.kernel.operations.api_token import note_token_use, token_of_secret
from lazo.kernel.scopes import READING

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "bearer "
ASKED = {"WWW-Authenticate": "Bearer"}
IMPLIED = {
    "customers:read": "customers:write",
    "purchases:read": "purchases:write",
    "scores:read": "scores:write",
    "rights:read": "rights:write",
    "campaigns:read": "campaigns:write",
    "money:read": "money:write",
}


@dataclass(frozen=True)
class Caller:
    """`token` None: a person who is signed in reads in the browser."""

    user: User
    token: ApiToken | None
    scopes: frozenset[str]

    @property
    def key(self) -> str:
        """What rate limits are counted by."""
        return f"token:{self.token.pk}" if self.token else f"user:{self.user.pk}"

    def has(self, scope: str) -> bool:
        return scope in self.scopes or IMPLIED.get(scope, scope) in self.scopes


def authenticate(request: HttpRequest) -> Caller:
    """The caller of a request. Raises Problem 401; a session is taken for reading only, so that no other site can make it write."""
    header = request.headers.get("Authorization", "")
    if header[: len(BEARER)].lower() == BEARER:
        return _by_token(header[len(BEARER) :].strip())
    if not header and request.method in SAFE and isinstance(request.user, User) and request.user.is_active:
        return Caller(request.user, None, READING)
    raise Problem(401, "no_token", headers=ASKED)


def _by_token(secret: str) -> Caller:
    now = timezone.now()
    token = token_of_secret(secret=secret, at=now)
    if token is None:
        raise Problem(401, "bad_token", headers=ASKED)
    note_token_use(token=token, at=now)
    return Caller(token.user, token, frozenset(token.scopes))


def caller(request: HttpRequest, scope: str, *, permission: str = "") -> User:
    """The user who asks, if the token is for `scope` and, where one is named, a role gives them `permission`. Raises Problem 403."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the door
    if not found.has(scope):
        raise Problem(403, "no_scope", params={"scope": scope})
    if permission and not may(found.user, permission):
        raise Problem(403, "not_allowed")
    return found.user
