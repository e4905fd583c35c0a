"""The sessions a person has open on their computers and telephones."""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import User


@transaction.atomic
def close_sessions(*, user: User, sessions: Sequence[UserSession], by: User | None) -> int:
    """End these sessions of `user`; whoever uses them is asked to sign in again. Returns how many were open."""
    open_ones = [session for session in sessions if session.user_id == user.pk]
    for session in open_ones:
        session.end()
    if open_ones:
        record_event(kind="user.sessions_closed", by=by, table="user", row=user.pk, data={"count": len(open_ones)})
    return len(open_ones)


def record_sign_in(*, user: User, method: str) -> None:
    """Say in the trail that `user` came in, by password, password_and_code, passkey, key or invitation."""
    record_event(kind="user.came_in", by=user, table="user", row=user.pk, data={"method": method})
