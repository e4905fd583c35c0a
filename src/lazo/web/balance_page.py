"""The balance of the cycle in words and as a chart: on its own page and under the map."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lazo.measure.queries.balance import AreaBalance, CycleBalance
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.dumbbell import DumbbellRow, dumbbell
from lazo.web.formats import Formats
from lazo.web.markup import drawn
from lazo.web.words import AREA_NAMES


@dataclass(frozen=True)
class BalanceFigure:
    """A figure with what it is made of; `css` warn where it alarms."""

    name: str
    value: str
    how: str
    css: str = ""


def balance_context(balance: CycleBalance, formats: Formats) -> dict[str, Any]:
    """Everything the panel needs."""
    return {
        "cycle_balance": balance,
        "money_total": balance.total,
        "balance_lead": lead(balance, formats),
        "balance_svg": drawn(balance_chart(balance, formats)) if balance.balance else "",
        "balance_figures": figures(balance, formats),
        "advice": advice(balance, formats),
    }


def lead(balance: CycleBalance, formats: Formats) -> str:
    """The finding: what acquisition and retention cost and bring, and who brings most for what it gets."""
    if balance.balance is None:
        return _("Todavía no hay costos anotados en este mes.")
    spent = formats.percent(balance.balance.ars)
    outer = balance.outer_share_of_return
    if outer is None:
        return _(
            "Gastas %(spent)s en adquirir y retener. Sin evidencia de lo que trae cada área: faltan experimentos terminados."
        ) % {"spent": spent}
    told = _("Gastas %(spent)s en adquirir y retener, que traen %(earned)s del retorno.") % {
        "spent": spent,
        "earned": formats.percent(outer),
    }
    best = _best(balance)
    if best is None:
        return told
    more = _("%(area)s devuelve %(times)s veces y recibe %(share)s.") % {
        "area": AREA_NAMES[best.area],
        "times": formats.number(best.per_unit, 1),
        "share": formats.percent(best.spent),
    }
    return f"{told} {more}"


def _best(balance: CycleBalance) -> AreaBalance | None:
    told = [area for area in balance.areas if area.per_unit is not None]
    return max(told, key=lambda area: area.per_unit or 0, default=None)


def balance_chart(balance: CycleBalance, formats: Formats) -> str:
    rows = [
        DumbbellRow(
            area.area,
            str(AREA_NAMES[area.area]),
            area.spent,
            area.earned if area.returned.entries else None,
            f"{formats.number(area.per_unit, 1)} ×" if area.per_unit is not None else _("sin evidencia"),
        )
        for area in balance.areas
    ]
    title = _("Parte del gasto y parte del retorno por área")
    return two_widths(lambda width: dumbbell(rows, title=title, percent=formats.percent, width=width), 560, 340)


def figures(balance: CycleBalance, formats: Formats) -> list[BalanceFigure]:
    """Share of acquisition and retention, balance against the target, evenness."""
    found = balance.balance
    if found is None:
        return []
    target = (
        _("frente a la mezcla propuesta")
        if balance.target_is_proposed
        else _("frente a la mezcla que quiere la empresa")
    )
    alarm = _("alarma desde 70 %: «solo adquisición y retención»")
    return [
        BalanceFigure(_("Adquirir y retener"), formats.percent(found.ars), alarm, "warn" if found.alerts else ""),
        BalanceFigure(_("Balance"), formats.number(found.balance, 2), f"1 = {target}"),
        BalanceFigure(
            _("Parejo"),
            formats.number(found.evenness, 3),
            _("1 = las cinco áreas reciben lo mismo; se muestra, no se busca"),
        ),
    ]


def advice(balance: CycleBalance, formats: Formats) -> str:
    """What to move where, or whose evidence is missing."""
    found = balance.advice
    if found.missing:
        return _(
            "Sin evidencia para mover presupuesto: faltan al menos dos experimentos terminados, con su costo, en %(areas)s."
        ) % {"areas": ", ".join(str(AREA_NAMES[area]) for area in found.missing)}
    if not found.origin:
        return _("Las cinco áreas devuelven lo mismo con certeza: no hay nada que mover.")
    return _(
        "Mueve %(amount)s (5 %% de lo gastado) de %(origin)s a %(destination)s: es lo que con más certeza devuelve."
    ) % {
        "amount": formats.money_short(found.amount),
        "origin": AREA_NAMES[found.origin],
        "destination": AREA_NAMES[found.destination],
    }
