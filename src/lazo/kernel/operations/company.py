"""Founding the company of a workspace, and the roles it starts with."""

from dataclasses import dataclass

from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import Company, Role, Scope, User
from lazo.kernel.operations.role import PERMISSIONS


@dataclass(frozen=True)
class StandardRole:
    """How far a role sees, and whether it may bring data in, take data out, administer, and answer for people's data."""

    key: str
    name: str
    scope: Scope
    may_import: bool = False
    may_export: bool = False
    may_administer: bool = False
    may_erase: bool = False
    may_campaign: bool = False
    may_see_money: bool = False


STANDARD_ROLES = (
    StandardRole("director", "Dirección", Scope.ALL, **dict.fromkeys(PERMISSIONS, True)),
    StandardRole("marketer", "Mercadeo", Scope.ALL, may_export=True, may_campaign=True),
    StandardRole("analyst", "Análisis", Scope.ALL, may_export=True),
    StandardRole("manager", "Jefatura de equipo", Scope.TEAM, may_import=True, may_export=True),
    StandardRole("agent", "Atención y ventas", Scope.OWN),
    StandardRole("guest", "Invitado", Scope.NONE),
)


@transaction.atomic
def found_company(
    *,
    name: str,
    country: str,
    currency: str,
    by: User | None,
    city: str = "",
    time_zone: str = "America/Bogota",
    is_fictitious: bool = False,
) -> Company:
    """Make the workspace's one company and the standard roles, and leave both as they are when they are there."""
    for role in STANDARD_ROLES:
        told = {name: getattr(role, name) for name in ("name", "scope", *PERMISSIONS)}
        Role.objects.get_or_create(key=role.key, defaults=told)
    company, is_new = Company.objects.get_or_create(
        pk=1,
        defaults={
            "name": name,
            "city": city,
            "country": country,
            "currency": currency,
            "time_zone": time_zone,
            "is_fictitious": is_fictitious,
        },
    )
    if is_new:
        record_event(
            kind="company.founded",
            by=by,
            table="company",
            row=1,
            data={"country": country, "currency": currency, "is_fictitious": is_fictitious},
        )
    return company
