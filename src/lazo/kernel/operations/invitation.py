"""A link with which a person chooses their password: once, within a week. Nothing is sent: whoever makes it passes it on."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int

from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.operations.session import record_sign_in
from lazo.kernel.operations.user import set_password

DAYS = 7


class _InvitationTokens(PasswordResetTokenGenerator):
    """Signed with what the person's row holds: a password set, a sign-in or closed access spends it."""

    key_salt = "lazo.invitation"

    def check_token(self, user: Any, token: str | None) -> bool:
        stamp, _, _ = (token or "").partition("-")
        try:
            made = base36_to_int(stamp)
        except ValueError:
            return False
        expected = self._make_token_with_timestamp(user, made, self.secret)
        age = self._num_seconds(self._now()) - made
        return constant_time_compare(expected, token or "") and age <= DAYS * 86400

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


TOKENS = _InvitationTokens()


class UnableToAcceptInvitation(LookupError):
    """The link is spent, older than a week, or not one of ours."""


@transaction.atomic
def make_invitation(*, user: User, by: User) -> str:
    """The secret part of a link for `user`, who may come in; it is shown once and kept nowhere."""
    record_event(kind="user.invited", by=by, table="user", row=user.pk)
    return TOKENS.make_token(user)


def invited_user(*, number: int, token: str) -> User:
    """Whose link it is. Raises UnableToAcceptInvitation."""
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None or not TOKENS.check_token(user, token):
        raise UnableToAcceptInvitation
    return user


@transaction.atomic
def accept_invitation(*, number: int, token: str, password: str) -> User:
    """Set the password of whoever has the link, which spends it.

    Raises UnableToAcceptInvitation, UnableToSetPassword.
    """
    user = invited_user(number=number, token=token)
    set_password(user=user, password=password, by=user)
    record_sign_in(user=user, method="invitation")
    return user
