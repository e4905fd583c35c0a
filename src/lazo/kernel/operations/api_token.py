"""Keys for programs: made, shown once, revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import ApiToken, ApiTokenRevocation, User
from lazo.kernel.prepared import Prepared, columns_of, row_as
from lazo.kernel.scopes import SCOPES

BRAND = "lazo"
LONGEST_NAME = 80
TABLE = "kernel_apitoken"
TOUCH = timedelta(minutes=1)


_by_prefix = Prepared(
    lambda prefix: (
        ApiToken.objects.standing()
        .filter(prefix=prefix, user__is_active=True)
        .values_list(*columns_of(ApiToken), *(f"user__{column}" for column in columns_of(User)))
    ),
    str,
)


class UnableToCreateApiToken(Exception):
    """`code` is not_allowed, no_name, too_long, no_scope, unknown_scope or past_expiry; `field` the one it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class UnableToRevokeApiToken(Exception):
    """`code` is not_allowed, or already_revoked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class NewApiToken:
    """A token and its secret, which nobody can read again."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_api_token(
    *, user: User, name: str, scopes: Sequence[str], by: User | None, at: datetime, expires_at: datetime | None = None
) -> NewApiToken:
    """A key by which a program acts for `user` within `scopes` (keys of SCOPES) until `expires_at` (null: until revoked).

    One's own, or anybody's for who may administer; `by` None is the command line. The secret is drawn here, so that no
    door can give a weak one, and only its digest is kept. Raises UnableToCreateApiToken.
    """
    name = " ".join(name.split())
    _check(user, name, scopes, by=by, at=at, expires_at=expires_at)
    prefix, rest = secrets.token_hex(6), secrets.token_urlsafe(32)
    secret = f"{BRAND}_{prefix}_{rest}"
    kept = sorted(set(scopes))
    token = ApiToken.objects.create(
        user=user, name=name, prefix=prefix, digest=digest_of(secret), scopes=kept, created_by=by, expires_at=expires_at
    )
    token.refresh_from_db()
    data = {"user": user.pk, "scopes": kept, "expires_at": expires_at.isoformat() if expires_at else None}
    record_event(kind="api_token.created", by=by, table=TABLE, row=token.pk, data=data)
    return NewApiToken(token, secret)


@transaction.atomic
def revoke_api_token(*, token: ApiToken, by: User | None) -> None:
    """From now on the token lets nobody in. Raises UnableToRevokeApiToken."""
    if not _is_free_to(by, token.user_id):
        raise UnableToRevokeApiToken("not_allowed")
    _, is_new = ApiTokenRevocation.objects.get_or_create(token=token, defaults={"by": by})
    if not is_new:
        raise UnableToRevokeApiToken("already_revoked")
    record_event(kind="api_token.revoked", by=by, table=TABLE, row=token.pk, data={"user": token.user_id})


def token_of_secret(*, secret: str, at: datetime) -> ApiToken | None:
    """The token that lets in with `secret` at that instant, with its user; None when none does. One query."""
    brand, _, rest = secret.partition("_")
    prefix = rest.partition("_")[0]
    if brand != BRAND or not prefix:
        return None
    found = _standing_token(prefix)
    if found is None or not secrets.compare_digest(found.digest, digest_of(secret)):
        return None
    return None if found.expires_at is not None and found.expires_at <= at else found


def _standing_token(prefix: str) -> ApiToken | None:
    row = _by_prefix.first(prefix)
    if row is None:
        return None
    found = row_as(ApiToken, row[: len(columns_of(ApiToken))])
    found.user = row_as(User, row[len(columns_of(ApiToken)) :])
    return found


def note_token_use(*, token: ApiToken, at: datetime) -> None:
    """Remember when the token was last used: to the minute, so that most requests write nothing."""
    if token.last_used_at is None or at - token.last_used_at >= TOUCH:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)


def digest_of(secret: str) -> str:
    """The secret holds 256 random bits: a plain digest cannot be turned round, and costs a request nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(
    user: User, name: str, scopes: Sequence[str], *, by: User | None, at: datetime, expires_at: datetime | None
) -> None:
    if not _is_free_to(by, user.pk):
        raise UnableToCreateApiToken("not_allowed")
    if not name:
        raise UnableToCreateApiToken("no_name", "name")
    if len(name) > LONGEST_NAME:
        raise UnableToCreateApiToken("too_long", "name")
    if not scopes:
        raise UnableToCreateApiToken("no_scope", "scopes")
    if set(scopes) - SCOPES.keys():
        raise UnableToCreateApiToken("unknown_scope", "scopes")
    if expires_at is not None and expires_at <= at:
        raise UnableToCreateApiToken("past_expiry", "expires_at")


def _is_free_to(by: User | None, user: int) -> bool:
    return by is None or (by.is_active and by.pk == user) or may(by, "may_administer")
