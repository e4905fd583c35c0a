"""What the pages of a segment show: its numbers beside the rules, who came and went, the list of all segments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import CustomerCard, Segment
from lazo.differentiate.queries.segments import counts_of, live_segments
from lazo.identify.models import ConsentEntry
from lazo.kernel.models import User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.web.words import AREA_NAMES

MOST_ON_PAGE = 200
FAILURES: dict[str, str | Promise] = {
    "nameless": _("Ponle un nombre al segmento."),
    "too_long": _("El nombre o la descripción es muy larga."),
    "key_taken": _("Ya hay un segmento con esa clave: elige otro nombre."),
    "too_many": _("Ya hay demasiados segmentos: elimina alguno."),
    "circle": _("Ese segmento depende de este: se perseguirían en círculo."),
    "is_named": _("Otros segmentos lo usan: quítalo antes de sus reglas."),
    "not_yours": _("Ese segmento es de otra persona: duplícalo para cambiarlo."),
    "stale": _("Alguien lo cambió mientras tanto. Ábrelo otra vez y repite el cambio."),
    "no_version": _("Esa versión ya no existe."),
    "no_rules": _("Falta al menos una regla completa."),
    "unfinished": _("Hay reglas sin terminar: complétalas o quítalas."),
    "no_warehouse": _("Todavía no hay datos sincronizados que contar."),
}


@dataclass(frozen=True)
class AreaPart:
    """One area of the bar of places; `area` blank: outside the cycle."""

    area: str
    name: str
    customers: int


@dataclass(frozen=True)
class Person:
    """A customer of the sample, and the percent at risk of leaving where the model can tell."""

    id: int
    name: str
    risk: int | None


@dataclass(frozen=True)
class SegmentLine:
    """A segment in the list; `customers` are those the reader may see, null where nothing can be counted yet."""

    segment: Segment
    customers: int | None


def numbers_context(numbers: Any, *, user: User) -> dict[str, Any]:
    """What stands beside the rules."""
    if numbers is None:
        return {"numbers": None}
    reach = [(label, numbers.reach.get(key, 0)) for key, label in ConsentEntry.Channel.choices]
    return {
        "numbers": numbers,
        "share": numbers.customers / numbers.everybody if numbers.everybody else None,
        "area_parts": _places(numbers.areas),
        "reach": [one for one in reach if one[1]],
        "sample": _sample(numbers.sample, user),
    }


def _places(areas: dict[str, int]) -> list[AreaPart]:
    found = [AreaPart(key, str(name), areas[key]) for key, name in AREA_NAMES.items() if areas.get(key)]
    return [*found, AreaPart("", str(_("Fuera del ciclo")), areas["OUT"])] if areas.get("OUT") else found


def _sample(customers: Iterable[int], user: User) -> list[Person]:
    cards = CustomerCard.objects.visible_to(user).filter(pk__in=list(customers)).order_by("pk")
    return [Person(pk, name, risk) for pk, name, risk in cards.values_list("pk", "name", "risk")]


def segment_lines(*, user: User) -> list[SegmentLine]:
    """All segments by name with how many of their customers `user` may see."""
    rows = list(live_segments()[:MOST_ON_PAGE])
    if not rows:
        return []
    try:
        counts: dict[str, int] = counts_of(user=user, segments={row.key: row for row in rows})
    except UnableToOpenWarehouse:
        counts = {}
    return [SegmentLine(row, counts.get(row.key)) for row in rows]


def people_href(key: str) -> str:
    """The list of the customers of a saved segment."""
    return f"{reverse('web:customers')}?{urlencode({'segmento': key})}"
