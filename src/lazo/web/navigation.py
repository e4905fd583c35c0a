"""The navigation: only places that work today. A later package adds its own line here."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A line of the navigation: the address by its name, and the section of the page names it stays lit for."""

    route: str
    label: str | Promise
    icon: str
    section: str
    group: str | Promise = ""
    short: str | Promise = ""
    needs: frozenset[str] = frozenset()
    """One of these permissions, where the place is not for everybody."""
    keys: str = ""
    """The letters that go there, one after the other: g for go, then one of the place's own."""
    thumb: int = 9
    """Its turn in the bar of a telephone: the first four are always under the thumb, the others behind «Más»."""


PLACES = (
    Place("web:today", _("Hoy"), "sun", "today", keys="g h", thumb=1),
    Place("web:customers", _("Clientes"), "users", "customers", keys="g l", thumb=3),
    Place("web:companies", _("Empresas"), "building-store", "companies", keys="g e"),
    Place("web:my_to_dos", _("Pendientes"), "check", "to_dos", keys="g t", thumb=4),
    Place("web:segments", _("Segmentos"), "filter", "segments", keys="g s"),
    Place("web:campaigns", _("Campañas"), "speakerphone", "campaigns", keys="g k"),
    Place(
        "web:cycle",
        _("Mapa del ciclo"),
        "refresh",
        "cycle",
        group=_("El ciclo"),
        short=_("Ciclo"),
        keys="g c",
        thumb=2,
    ),
    Place("web:offers", _("Ofertas"), "gift", "offers", group=_("El ciclo"), keys="g o"),
    Place(
        "web:experiments",
        _("Experimentos"),
        "git-fork",
        "experiments",
        group=_("Dirigir"),
        needs=frozenset({"may_see_money", "may_campaign"}),
        keys="g x",
    ),
    Place(
        "web:money",
        _("Dinero"),
        "coin",
        "money",
        group=_("Dirigir"),
        needs=frozenset({"may_see_money"}),
        keys="g m",
    ),
    Place(
        "web:data",
        _("Datos"),
        "database",
        "data",
        group=_("Dirigir"),
        needs=frozenset({"may_import", "may_export", "may_erase"}),
        keys="g d",
    ),
    Place(
        "web:settings",
        _("Ajustes"),
        "settings",
        "settings",
        group=_("Dirigir"),
        needs=frozenset({"may_administer"}),
        keys="g a",
    ),
)


@dataclass(frozen=True)
class Link:
    """A place as a page shows it."""

    href: str
    label: str
    short: str
    icon: str
    section: str
    group: str
    keys: tuple[str, ...] = ()
    thumb: int = 9


@cache
def address(route: str) -> str:
    """The address of a place by its name; blank where this installation has no such page. Every page asks for thirty of them."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def links(permissions: frozenset[str], places: Iterable[Place] = PLACES) -> list[Link]:
    """The places that exist in this installation and are open to whoever holds `permissions`."""
    found = []
    for place in places:
        href = address(place.route)
        if href and (not place.needs or place.needs & permissions):
            label, keys = str(place.label), tuple(place.keys.split())
            found.append(
                Link(
                    href,
                    label,
                    str(place.short) or label,
                    place.icon,
                    place.section,
                    str(place.group),
                    keys,
                    place.thumb,
                )
            )
    return found
