"""A key that lets one person in once, for the browser that a command opens on the same machine."""

from django.core.signing import BadSignature, TimestampSigner

from lazo.kernel.models import User

SALT = "lazo.sign-in-key"
SECONDS = 300


def make_sign_in_key(*, user: User) -> str:
    """A signed key of `user`, good for five minutes and until they next sign in."""
    return TimestampSigner(salt=SALT).sign(f"{user.pk}.{_last_seen(user)}")


def user_of_key(*, key: str) -> User | None:
    """Whose key it is; None when it was forged, is older than five minutes, was used, or the person's access is closed."""
    try:
        number, _, seen = TimestampSigner(salt=SALT).unsign(key, max_age=SECONDS).partition(".")
    except BadSignature:
        return None
    user = User.objects.filter(pk=number, is_active=True).first()
    return user if user is not None and _last_seen(user) == seen else None


def _last_seen(user: User) -> str:
    return "" if user.last_login is None else f"{user.last_login.timestamp():.6f}"
