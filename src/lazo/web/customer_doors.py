"""What can be done with a customer from their page: only doors that exist in this installation."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lazo.identify.models import Party


@dataclass(frozen=True)
class Door:
    label: str
    href: str
    icon: str


def door(route: str, *arguments: object) -> str:
    """The address of a page about the customer; blank where this installation has none."""
    try:
        return reverse(f"web:{route}", args=arguments)
    except NoReverseMatch:
        return ""


def things_to_create(party: Party) -> list[Door]:
    """What the menu «Crear» offers."""
    offered = [
        Door(_("Nota"), door("notes", party.pk), "note"),
        Door(_("Llamada"), door("calls", party.pk), "phone"),
        Door(_("Pendiente"), door("to_dos", party.pk), "check"),
        Door(_("Permiso"), door("consent", party.pk), "shield-check"),
        Door(_("Relación"), door("relations", party.pk), "users"),
    ]
    return [one for one in offered if one.href]
