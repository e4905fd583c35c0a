"""Who has which role."""

from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import Role, RoleAssignment, User


class UnableToAssignRole(LookupError):
    """There is no role of that key."""


@transaction.atomic
def assign_role(*, user: User, role: str, by: User | None) -> RoleAssignment:
    """Give `user` the role of key `role`; one they have already stays as it is. Raises UnableToAssignRole."""
    found = Role.objects.filter(key=role).first()
    if found is None:
        raise UnableToAssignRole(role)
    assignment, is_new = RoleAssignment.objects.get_or_create(user=user, role=found, defaults={"by": by})
    if is_new:
        record_event(kind="role.assigned", by=by, table="user", row=user.pk, data={"role": role})
    return assignment


@transaction.atomic
def withdraw_role(*, user: User, role: str, by: User | None) -> None:
    """Take the role of key `role` from `user`, if they have it."""
    count, _ = RoleAssignment.objects.filter(user=user, role__key=role).delete()
    if count:
        record_event(kind="role.withdrawn", by=by, table="user", row=user.pk, data={"role": role})
