"""Roles, and who has which."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lazo.kernel.events import record_event
from lazo.kernel.models import Role, RoleAssignment, Scope, User
from lazo.kernel.operations.administrators import an_administrator_stays, require_administrator
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo, register_undo

AREAS = ("", "ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")
PERMISSIONS = ("may_import", "may_export", "may_administer", "may_erase", "may_campaign", "may_see_money")
FIELDS = ("name", "scope", "area", *PERMISSIONS)
LONGEST_NAME = 80
UNDO_EDIT, UNDO_SET, UNDO_REMOVAL = "role.edit", "role.set", "role.removal"


class UnableToAssignRole(LookupError):
    """There is no role of that key."""


class UnableToEditRole(ValueError):
    """`code` is no_name, too_long, unknown_scope, unknown_area or in_use; `field` says where."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


@transaction.atomic
def make_role(
    *,
    name: str,
    scope: str,
    by: User | None,
    area: str = "",
    may_import: bool = False,
    may_export: bool = False,
    may_administer: bool = False,
    may_erase: bool = False,
    may_campaign: bool = False,
    may_see_money: bool = False,
) -> Role:
    """Make a role nobody has yet; its key follows from its name. Raises UnableToEditRole."""
    may = (may_import, may_export, may_administer, may_erase, may_campaign, may_see_money)
    said = dict(zip(PERMISSIONS, may, strict=True))
    values = _checked({"name": name, "scope": scope, "area": area, **said})
    role = Role.objects.create(key=_free_key(values["name"]), **values)
    record_event(kind="role.made", by=by, table="role", row=role.pk, data={"role": role.key}, after=values)
    return role


@transaction.atomic
def edit_role(*, role: Role, changes: dict[str, Any], by: User | None) -> str:
    """Change how far a role sees and what it allows, for everybody who has it.

    `changes` maps fields (name, scope, area, may_import, may_export, may_administer, may_erase, may_campaign, may_see_money) to
    values. Returns the token that takes it back, blank when nothing changed. Raises UnableToEditRole, UnableToLeaveWithoutAdministrator.
    """
    kept = {field: getattr(role, field) for field in FIELDS}
    values = _checked(kept | changes)
    changed = [field for field in FIELDS if kept[field] != values[field]]
    if not changed:
        return ""
    with an_administrator_stays():
        for field in changed:
            setattr(role, field, values[field])
        role.save(update_fields=changed)
    before, after = {field: kept[field] for field in changed}, {field: values[field] for field in changed}
    record_event(
        kind="role.edited", by=by, table="role", row=role.pk, data={"role": role.key}, before=before, after=after
    )
    if by is None:
        return ""
    label = _("Función %(name)s cambiada") % {"name": role.name}
    return offer_undo(by=by, label=label, kind=UNDO_EDIT, data={"role": role.pk, "before": before, "after": after})


@transaction.atomic
def remove_role(*, role: Role, by: User | None) -> str:
    """Forget a role that nobody has. Returns the token that takes it back. Raises UnableToEditRole (in_use)."""
    if role.assignments.exists():
        raise UnableToEditRole("", "in_use")
    kept = {field: getattr(role, field) for field in FIELDS}
    record_event(kind="role.removed", by=by, table="role", row=role.pk, data={"role": role.key}, before=kept)
    label, data = _("Función %(name)s borrada") % {"name": role.name}, {"key": role.key, "fields": kept}
    role.delete()
    return "" if by is None else offer_undo(by=by, label=label, kind=UNDO_REMOVAL, data=data)


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
    """Take the role of key `role` from `user`, if they have it. Raises UnableToLeaveWithoutAdministrator."""
    with an_administrator_stays():
        count, _rows = RoleAssignment.objects.filter(user=user, role__key=role).delete()
    if count:
        record_event(kind="role.withdrawn", by=by, table="user", row=user.pk, data={"role": role})


@transaction.atomic
def set_roles(*, user: User, roles: Collection[str], by: User) -> str:
    """Give `user` these roles, by key, and no other. Returns the token that takes it back, blank when nothing changed.

    Raises UnableToAssignRole, UnableToLeaveWithoutAdministrator.
    """
    had = set(RoleAssignment.objects.filter(user=user).values_list("role__key", flat=True))
    with an_administrator_stays():
        for key in sorted(set(roles) - had):
            assign_role(user=user, role=key, by=by)
        for key in sorted(had - set(roles)):
            # Checked once, at the end: a role may take the place of another.
            RoleAssignment.objects.filter(user=user, role__key=key).delete()
            record_event(kind="role.withdrawn", by=by, table="user", row=user.pk, data={"role": key})
    if had == set(roles):
        return ""
    data = {"user": user.pk, "roles": sorted(had)}
    return offer_undo(by=by, label=_("Funciones cambiadas"), kind=UNDO_SET, data=data)


def _free_key(name: str) -> str:
    base = slugify(name)[:30] or "rol"
    taken = set(Role.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if key not in taken)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    name = str(values["name"]).strip()
    if not name or len(name) > LONGEST_NAME:
        raise UnableToEditRole("name", "too_long" if name else "no_name")
    if values["scope"] not in Scope.values:
        raise UnableToEditRole("scope", "unknown_scope")
    if values["area"] not in AREAS:
        raise UnableToEditRole("area", "unknown_area")
    return {**values, "name": name, "scope": str(values["scope"])}


def _undo_edit(by: User, data: dict[str, Any]) -> Undone:
    require_administrator(by)
    role = Role.objects.select_for_update().filter(pk=data["role"]).first()
    if role is None or {field: getattr(role, field) for field in data["after"]} != data["after"]:
        raise UnableToUndo("changed_since")
    edit_role(role=role, changes=data["before"], by=by)
    return Undone(1)


def _undo_removal(by: User, data: dict[str, Any]) -> Undone:
    require_administrator(by)
    role, is_new = Role.objects.get_or_create(key=data["key"], defaults=data["fields"])
    if not is_new:
        raise UnableToUndo("changed_since")
    record_event(
        kind="role.made", by=by, table="role", row=role.pk, data={"role": role.key}, after=dict(data["fields"])
    )
    return Undone(1)


def _undo_set(by: User, data: dict[str, Any]) -> Undone:
    require_administrator(by)
    known = set(Role.objects.values_list("key", flat=True))
    set_roles(user=User.objects.get(pk=data["user"]), roles=[key for key in data["roles"] if key in known], by=by)
    return Undone(1)


register_undo(UNDO_EDIT, _undo_edit)
register_undo(UNDO_SET, _undo_set)
register_undo(UNDO_REMOVAL, _undo_removal)
