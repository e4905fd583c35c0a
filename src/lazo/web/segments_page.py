"""The pictures of the base as the page of segments shows them, and as files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.value_spread import ValueSpread
from lazo.web.formats import Formats
from lazo.web.markup import drawn
from lazo.web.queries.segments import BasePicture
from lazo.web.rfm_table import MONEY, PEOPLE, purchases_label, recency_label, rfm_table
from lazo.web.spread_words import spread_rows, whale_chart, worth_chart
from lazo.web.words import STRATEGIC_KINDS


def segments_context(picture: BasePicture, formats: Formats, *, measure: str) -> dict[str, Any]:
    """Everything the template needs; `measure` of the map is PEOPLE or MONEY."""
    base, worth, brought = picture.map, picture.worth, picture.net or picture.brought
    return {
        "section": "segments",
        "picture": picture,
        "total": base.total,
        "measure": measure,
        "measures": (PEOPLE, MONEY),
        "rfm": rfm_table(base, measure=measure, formats=formats),
        "worth_svg": drawn(worth_chart(worth, formats)) if worth else "",
        "worth_rows": spread_rows(worth) if worth else (),
        "best": worth.share(worth.best) if worth else None,
        "whale_svg": drawn(whale_chart(brought, formats, is_margin=picture.is_margin or picture.net is not None))
        if brought
        else "",
        "whale_rows": spread_rows(brought) if brought else (),
        "lost": lost_again(brought),
        "kinds": strategic_kinds(picture),
        "retain": base.areas.get("RETAIN"),
        "strategic_href": _people(ListQuestion(strategic=True)),
        "retain_href": _people(ListQuestion(strategic=True, areas=("RETAIN",))),
    }


def lost_again(spread: ValueSpread | None) -> tuple[int, int] | None:
    """(customers, money) after the top of the curve, who take away what the others brought; null where nobody does."""
    if spread is None or spread.peak.value <= spread.total:
        return None
    return spread.customers - spread.peak.customers, spread.peak.value - spread.total


@dataclass(frozen=True)
class KindView:
    name: str
    how: str
    customers: int
    href: str


def strategic_kinds(picture: BasePicture) -> tuple[KindView, ...]:
    """Every kind, with how it is known and how many customers are of it; one may be of several."""
    total = picture.map.total
    found = (
        ("HIGH_LTV", _("el 20 % de mayor valor de vida"), total.high_ltv),
        ("COST_MAGNET", _("entre el 5 % de mayor volumen, con margen"), total.cost_magnet),
        ("BENCHMARK", _("se declara: otros compran citándolo"), picture.declared["BENCHMARK"]),
        ("INSPIRATION", _("se declara: sus ideas o reclamos cambiaron algo"), picture.declared["INSPIRATION"]),
        ("REFEREE", _("se observa: quien recomendó compró; o se declara"), picture.declared["REFEREE"]),
        (
            "DOOR_OPENER",
            _("se declara: el primero de un sector o país, y quienes siguieron"),
            picture.declared["DOOR_OPENER"],
        ),
    )
    return tuple(
        KindView(str(STRATEGIC_KINDS[kind]), how, customers, _people(ListQuestion(strategic_kinds=(kind,))))
        for kind, how, customers in found
    )


def rfm_csv(picture: BasePicture, formats: Formats) -> Iterator[tuple[object, ...]]:
    """The map as rows of plain values, the header first; money in whole currency units with decimals."""
    base = picture.map
    yield "recency", "frequency", "days_since_purchase", "days_with_purchase", "customers", "value_12m", "value_365d"
    for (r, f), square in sorted(base.squares.items(), reverse=True):
        money = formats.major(square.value_12m), formats.major(square.value_365d)
        yield r, f, recency_label(base, r), purchases_label(base, f), square.customers, *money


def strategic_csv(picture: BasePicture, formats: Formats) -> Iterator[tuple[object, ...]]:
    """The strategic customers by area as rows of plain values, the header first; OUT is outside the cycle."""
    yield "area", "strategic", "high_ltv", "cost_magnet", "value_12m"
    for area, figures in sorted(picture.map.areas.items()):
        money = formats.major(figures.strategic_value_12m)
        yield area or "OUT", figures.strategic, figures.high_ltv, figures.cost_magnet, money


def _people(question: ListQuestion) -> str:
    return f"{reverse('web:customers')}?{urlencode(question.as_params(), doseq=True)}"
