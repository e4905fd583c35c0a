"""Customer equity as its page shows it, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.models import EquityFigure
from lazo.differentiate.queries.equity import CustomerEquity, Figure
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.waterfall import Bar, waterfall
from lazo.web.formats import Formats
from lazo.web.markup import drawn

Name = EquityFigure.Name


@dataclass(frozen=True)
class PartLine:
    """A part of the change: what it is called, how it is known, customers and money."""

    name: str
    how: str
    figure: Figure


@dataclass(frozen=True)
class KpiLine:
    """A share from 0 to 1 (null: cannot be said) of what is divided by what."""

    name: str
    how: str
    share: float | None


def equity_context(equity: CustomerEquity, formats: Formats) -> dict[str, Any]:
    """Everything the template needs."""
    parts = part_lines(equity)
    return {
        "equity": equity,
        "run": equity.run,
        "parts": parts,
        "change_svg": drawn(change_chart(parts, formats)) if equity.change else "",
        "kpis": kpi_lines(equity),
        "mean": equity.closing.amount // equity.closing.customers if equity.closing.customers else None,
        "share": equity.change / opening if (opening := equity.of(Name.OPENING).amount) > 0 else None,
        "serving": (equity.run.counts or {}).get("serving"),
    }


def part_lines(equity: CustomerEquity) -> tuple[PartLine, ...]:
    """The parts in the order in which they are told; none without a run to compare with."""
    if equity.since is None:
        return ()
    told = (
        (Name.NEW, _("Llegaron"), _("no tenían valor en el cálculo anterior")),
        (Name.GROWN, _("Valen más"), _("estaban, y sus compras les suben el valor")),
        (Name.SHRUNK, _("Valen menos"), _("estaban, y su silencio o sus devoluciones se lo bajan")),
        (Name.LOST, _("Se fueron"), _("se dan por perdidos, o ya no están en la base")),
        (Name.REFIT, _("Modelo reajustado"), _("los mismos clientes con los parámetros de ahora: no es de ellos")),
    )
    return tuple(PartLine(name, how, equity.of(part)) for part, name, how in told)


def kpi_lines(equity: CustomerEquity) -> tuple[KpiLine, ...]:
    """What the last 12 months say against the 12 before, and the return on customer since the other run."""
    found = equity.kpis()
    return (
        KpiLine(
            _("Retorno sobre clientes"),
            _("(margen entre los dos cálculos + cambio del capital) / capital de antes"),
            equity.on_customer,
        ),
        KpiLine(
            _("Retención"),
            _("clientes que compraron en los 12 meses anteriores y otra vez en los últimos 12"),
            found["retention"],
        ),
        KpiLine(_("Se van"), _("los que compraron en los 12 meses anteriores y ya no"), found["churn"]),
        KpiLine(
            _("Ingreso retenido"), _("lo comprado por los mismos clientes, sin contar lo que crecieron"), found["gross"]
        ),
        KpiLine(_("Ingreso retenido neto"), _("lo mismo, con lo que crecieron"), found["net"]),
    )


def change_chart(parts: tuple[PartLine, ...], formats: Formats) -> str:
    """The parts one after the other, and what they add up to."""
    bars = [Bar(part.name, float(part.figure.amount)) for part in parts]
    title = _("De qué está hecho el cambio del capital de clientes")
    return two_widths(
        lambda width: waterfall(bars, total=_("Cambio"), title=title, number=formats.axis, width=width), 560, 340
    )


def equity_csv(equity: CustomerEquity, formats: Formats) -> Iterator[tuple[object, ...]]:
    """Every figure as a row of plain values, the header first; money in whole currency units with decimals."""
    yield "name", "customers", "amount", "on", "since"
    since = equity.since.on_date if equity.since else ""
    for name in Name:
        figure = equity.of(name)
        if name in equity.figures:
            yield str(name), figure.customers, formats.major(figure.amount), equity.run.on_date, since
    for day, figure in equity.past:
        yield "closing", figure.customers, formats.major(figure.amount), day, ""
