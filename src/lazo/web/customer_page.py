"""The charts and sentences of a customer's page, ready for its template."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.models import CyclePosition
from lazo.web.charts.areas import AREAS
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.fan import Expected, FanWords, Past, fan
from lazo.web.charts.place_ring import place_ring
from lazo.web.evidence import sentence
from lazo.web.formats import Formats
from lazo.web.markup import drawn
from lazo.web.queries.customer import CustomerView
from lazo.web.words import AREA_NAMES, gates


@dataclass(frozen=True)
class PositionLine:
    """A stay in an area, with the reason in words; `area` blank is outside the cycle."""

    area: str
    since: date
    until: date | None
    why: str


def customer_context(view: CustomerView, formats: Formats) -> dict[str, Any]:
    """What the template of the page needs besides the rows themselves."""
    score = view.score
    return {
        "view": view,
        "why": sentence(score.rule, score.evidence, formats) if score else "",
        "positions": [_line(position, formats) for position in view.positions],
        "ring_svg": drawn(_ring(view, formats)) if score and score.area in AREAS else "",
        "value_chart": drawn(_value_chart(view, formats)) if view.years else "",
        "also_in": [key for key in score.also_in.split(",") if key in AREAS] if score else [],
    }


def _line(position: CyclePosition, formats: Formats) -> PositionLine:
    why = sentence(position.rule, position.evidence, formats)
    return PositionLine(position.area, position.valid_from, position.valid_to, why)


def _ring(view: CustomerView, formats: Formats) -> str:
    score = view.score
    if score is None:
        return ""
    share = formats.percent(score.place)
    gate = gates()[AREAS.index(score.area) + 1]
    title = _("Está en %(area)s, al %(share)s del camino a «%(gate)s»") % {
        "area": AREA_NAMES[score.area],
        "share": share,
        "gate": gate,
    }
    return place_ring(
        score.area, score.place, title=title, headline=share, caption=(_("del camino hacia"), f"«{gate}»")
    )


def _value_chart(view: CustomerView, formats: Formats) -> str:
    """Twelve months at a time, and the next 365 days in their interval."""
    past = [Past(formats.short_month(year.until), float(year.amount)) for year in view.years]
    words = FanWords(_("comprado"), _("proyectado"))
    title = _("Compras por periodos de doce meses y proyección a 365 días")
    expected = _expected(view)
    return two_widths(
        lambda width: fan(past, expected, title=title, words=words, number=formats.axis, width=width), 720, 340
    )


def _expected(view: CustomerView) -> list[Expected]:
    """The projection, only beside money of the same kind: margin is not drawn beside revenue."""
    score = view.score
    if score is None or score.value_365d is None or score.value_is_margin:
        return []
    low = score.value_365d if score.value_365d_low is None else score.value_365d_low
    high = score.value_365d if score.value_365d_high is None else score.value_365d_high
    return [Expected(_("próximos 12"), float(score.value_365d), float(low), float(high))]
