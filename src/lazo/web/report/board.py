"""The report of a month for the board: the same numbers as the pages, in the same words, in one document."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lazo.kernel.models import Company, User
from lazo.measure.queries.balance import CycleBalance, balance_of
from lazo.measure.queries.coverage import cycle_coverage
from lazo.measure.queries.ledger import month_after
from lazo.measure.queries.pressure import retention_pressure
from lazo.web.balance_page import advice, balance_chart, figures, lead
from lazo.web.context import formats_for
from lazo.web.coverage_words import coverage_part
from lazo.web.formats import Formats
from lazo.web.icons import SHAPES
from lazo.web.money_page import last_day_known
from lazo.web.pressure_words import pressure_part
from lazo.web.queries.cycle import CyclePicture, cycle_picture
from lazo.web.report.acquired_part import acquired_part
from lazo.web.report.experiments_part import experiments_part
from lazo.web.report.inked import MARKS, inked, wide_drawing
from lazo.web.report.ledger_part import ledger_part
from lazo.web.report.map_part import map_part, totals_sentence
from lazo.web.report.pdf import typeset
from lazo.web.report.reading import UnableToReport, may_read_report


def board_report(*, by: User, month: date, on: date) -> bytes:
    """The report of `month` as a PDF, in the language in force; `on` is today. Raises UnableToReport."""
    if not may_read_report(by):
        raise UnableToReport("not_allowed")
    return typeset("board", board_content(by=by, month=month, on=on))


def board_page(*, by: User, month: date, on: date) -> bytes:
    """The same for a page, where who may not is told so."""
    try:
        return board_report(by=by, month=month, on=on)
    except UnableToReport as error:
        raise PermissionDenied from error


def report_name(month: date) -> str:
    return _("informe-del-ciclo-%(month)s.pdf") % {"month": f"{month:%Y-%m}"}


def board_content(*, by: User, month: date, on: date) -> dict[str, Any]:
    """Everything the report says, as texts and drawings."""
    company = Company.objects.get(pk=1)
    formats = formats_for(company)
    until = month_after(month)
    picture = cycle_picture(user=by, month=month)
    balance = balance_of(first=month, until=until)
    coverage = cycle_coverage(first=month, until=last_day_known(month, on))
    return {
        "language": (get_language() or "es").split("-")[0],
        "company": company.name,
        "title": _("El ciclo en %(month)s") % {"month": formats.month(month)},
        "as_of": _as_of(month, on, picture, formats),
        "lead": _headline(picture, balance, formats),
        "foot": _("%(company)s · informe del ciclo, %(month)s · Lazo")
        % {"company": company.name, "month": formats.month(month)},
        "fictitious": _("Datos ficticios: esta empresa no existe; sus clientes y compras son inventados.")
        if company.is_fictitious
        else "",
        "shapes": {key: _shape(key) for key in MARKS},
        "words": _titles(),
        "map": map_part(picture, formats) if picture else None,
        "no_map": _("En este mes no se calculó el ciclo: no hay mapa. El mapa nace con cada cálculo («lazo score»)."),
        "balance": _balance(balance, formats),
        "ledger": ledger_part(balance.ledger, formats),
        "pressure": pressure_part(retention_pressure(first=month, until=until), formats),
        "coverage": coverage_part(coverage, balance.ledger, formats),
        "experiments": experiments_part(by, first=month, until=until, on=on, formats=formats),
        "acquired": acquired_part(picture.run if picture else None, formats),
    }


def _titles() -> dict[str, str]:
    return {
        "map": _("El ciclo"),
        "balance": _("Balance del ciclo"),
        "ledger": _("El dinero, por área y por cómo se sabe"),
        "never_added": _("Cada manera de saberlo tiene su columna: no se suman entre sí."),
        "pressure": _("Quiénes empezaron a irse"),
        "coverage": _("Cuánto del ciclo se atiende, y qué devuelve"),
        "experiments": _("Lo que se probó"),
        "acquired": _("Los clientes nuevos, ¿ya se pagaron?"),
    }


def _shape(key: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="{MARKS[key]}">{SHAPES[key]}</g></svg>'


def _as_of(month: date, on: date, picture: CyclePicture | None, formats: Formats) -> str:
    """What the numbers hold, and whether the month is over."""
    told = []
    if on < month_after(month):
        told.append(_("El mes no ha terminado."))
    if picture is not None:
        told.append(_("Ciclo al %(day)s.") % {"day": formats.long_day(picture.run.on_date)})
    told.append(_("Hecho el %(day)s.") % {"day": formats.long_day(on)})
    return " ".join(told)


def _headline(picture: CyclePicture | None, balance: CycleBalance, formats: Formats) -> str:
    if picture is None and not balance.ledger.cells:
        return _("De este mes todavía no hay nada que contar: ni ciclo calculado, ni dinero anotado.")
    told = totals_sentence(picture, formats) if picture else ""
    return f"{told} {lead(balance, formats)}".strip()


def _balance(balance: CycleBalance, formats: Formats) -> dict[str, Any]:
    known = balance.balance is not None
    return {
        "lead": lead(balance, formats),
        "svg": inked(wide_drawing(balance_chart(balance, formats)), "chart") if known else None,
        "key": _(
            "○ parte del gasto   ● parte del retorno, medido con grupos de control   A la derecha, retorno por cada unidad gastada"
        ),
        "figures": [
            {"name": one.name, "value": one.value, "how": one.how, "warns": one.css == "warn"}
            for one in figures(balance, formats)
        ],
        "advice": advice(balance, formats),
    }
