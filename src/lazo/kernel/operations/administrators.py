"""Somebody must be able to administer: whatever takes that from the last person who can is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from lazo.kernel.access import may
from lazo.kernel.models import Role, RoleAssignment, User
from lazo.kernel.undo import UnableToUndo


class UnableToLeaveWithoutAdministrator(Exception):
    """Nobody who may come in would have a role that administers."""


@contextmanager
def an_administrator_stays() -> Iterator[None]:
    """Round a change of who may do what, inside its transaction. Raises UnableToLeaveWithoutAdministrator."""
    # Two people who take the role from each other at the same time wait for one another here.
    list(Role.objects.select_for_update().filter(may_administer=True).values_list("pk", flat=True))
    had_one = has_administrator()
    yield
    if had_one and not has_administrator():
        raise UnableToLeaveWithoutAdministrator


def has_administrator() -> bool:
    return RoleAssignment.objects.filter(role__may_administer=True, user__is_active=True).exists()


def require_administrator(user: User) -> None:
    """Who takes back a change of who may do what must still be allowed to make one. Raises UnableToUndo."""
    if not may(user, "may_administer"):
        raise UnableToUndo("not_allowed")
