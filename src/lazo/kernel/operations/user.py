"""Users: adding them, their password, whether they may come in."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.operations.administrators import an_administrator_stays, require_administrator
from lazo.kernel.undo import Undone, offer_undo, register_undo

UNDO_ACCESS = "user.access"


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
def close_user(*, user: User, by: User | None) -> str:
    """Take away a person's access and end their sessions; what they did keeps their name, their customers stay theirs.

    Returns the token that takes it back, blank when nothing changed. Raises UnableToLeaveWithoutAdministrator.
    """
    return _let_in(user, is_active=False, by=by)


@transaction.atomic
def reopen_user(*, user: User, by: User | None) -> str:
    """Give a person their access back, with the roles and teams they had. Returns the token that takes it back."""
    return _let_in(user, is_active=True, by=by)


def _let_in(user: User, *, is_active: bool, by: User | None) -> str:
    if user.is_active == is_active:
        return ""
    with an_administrator_stays():
        user.is_active = is_active
        user.save(update_fields=["is_active"])
    if not is_active:
        for session in UserSession.objects.filter(user=user):
            session.end()
    record_event(kind="user.reopened" if is_active else "user.closed", by=by, table="user", row=user.pk)
    if by is None:
        return ""
    label = _("Acceso abierto") if is_active else _("Acceso cerrado")
    return offer_undo(by=by, label=label, kind=UNDO_ACCESS, data={"user": user.pk, "is_active": not is_active})


def _undo_access(by: User, data: dict[str, Any]) -> Undone:
    require_administrator(by)
    _let_in(User.objects.get(pk=data["user"]), is_active=data["is_active"], by=by)
    return Undone(1)


register_undo(UNDO_ACCESS, _undo_access)


def _check(password: str, user: User | None = None) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnableToSetPassword(list(error.messages)) from error
