"""Users: adding them, their password, whether they may come in."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToAddUser(Exception):
    """The address is not one, or somebody has it already; `code` is bad_email or email_taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToSetPassword(Exception):
    """The password is too weak; `reasons` says why, for the person who chose it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def add_user(*, email: str, name: str, password: str | None, by: User | None, language: str = "es") -> User:
    """Add a person who may sign in; without a password, only after one is set. They see nothing until given a role.

    Raises UnableToAddUser, UnableToSetPassword.
    """
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise UnableToAddUser("bad_email") from error
    if password is not None:
        _check(password)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language)
    except IntegrityError as error:
        raise UnableToAddUser("email_taken") from error
    record_event(kind="user.added", by=by, table="user", row=user.pk, after={"email": user.email, "name": name})
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None) -> None:
    """Give `user` a new password, which ends their open sessions. Raises UnableToSetPassword."""
    _check(password, user)
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.set_password(password)
    user.save(update_fields=["password"])
    record_event(kind="user.password_set", by=by, table="user", row=user.pk)


@transaction.atomic
def close_user(*, user: User, by: User | None) -> None:
    """Take away a person's access; what they did keeps their name."""
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    record_event(kind="user.closed", by=by, table="user", row=user.pk)


def _check(password: str, user: User | None = None) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnableToSetPassword(list(error.messages)) from error
