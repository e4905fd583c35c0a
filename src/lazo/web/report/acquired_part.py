"""Cohorts in profit on paper: what bringing new customers cost, what they brought since, and when that paid for itself."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import ScoreRun
from lazo.measure.queries.acquired import AcquiredCohort, acquired_cohorts
from lazo.web.formats import EMPTY, Formats


def acquired_part(run: ScoreRun | None, formats: Formats) -> dict[str, Any]:
    found = acquired_cohorts(run=run) if run else None
    if found is None or not found.cohorts:
        return {"lead": _("No hay un cálculo del que leer quiénes compraron por primera vez."), "rows": []}
    costed = [one for one in found.cohorts if one.cost]
    paid = sum(one.paid_back_after is not None for one in costed)
    lead = (
        _("De %(all)s meses con costo de adquirir anotado, %(paid)s ya se pagaron.")
        % {"all": formats.number(len(costed)), "paid": formats.number(paid)}
        if costed
        else _("No hay costos de Adquirir anotados en estos meses: no se puede decir cuánto costó cada cliente nuevo.")
    )
    measure = (
        _("Lo que trajeron son sus ventas netas: no se conoce el margen de todas.")
        if found.margin_rate is None
        else _("Lo que trajeron son sus ventas netas por el margen de los últimos 12 meses, %(rate)s.")
        % {"rate": formats.percent(found.margin_rate, 1)}
    )
    return {
        "lead": lead,
        "head": [_("Compraron por primera vez"), _("Clientes"), _("Costó cada uno"), _("Costaron"), _("Han traído"), _("Dejan"), _("Se pagaron")],
        "rows": [_row(one, formats) for one in found.cohorts],
        "note": measure,
    }  # fmt: skip


def _row(one: AcquiredCohort, formats: Formats) -> list[str]:
    if not one.cost:
        return [
            formats.short_month(one.month), formats.number(one.customers), EMPTY, EMPTY,
            formats.money_short(one.brought), EMPTY, EMPTY,
        ]  # fmt: skip
    return [
        formats.short_month(one.month),
        formats.number(one.customers),
        formats.money_short(round(one.each.value)),
        formats.money_short(one.cost),
        formats.money_short(one.brought),
        formats.money_short(one.profit),
        _paid(one.paid_back_after, formats),
    ]


def _paid(months: int | None, formats: Formats) -> str:
    if months is None:
        return _("todavía no")
    if not months:
        return _("el mismo mes")
    return ngettext("en %(n)s mes", "en %(n)s meses", months) % {"n": formats.number(months)}
