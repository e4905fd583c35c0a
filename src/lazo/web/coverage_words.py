"""Coverage on paper and on the money page: how many of those who stand in each area somebody did something for, and what came back by how many."""

from typing import Any

from django.utils.translation import gettext as _

from lazo.measure.queries.coverage import BandReturn, CycleCoverage, returns_by_band
from lazo.measure.queries.ledger import Ledger
from lazo.web.formats import EMPTY, Formats
from lazo.web.money_cells import area_cell, money_cell
from lazo.web.words import AREA_NAMES


def coverage_sentence(coverage: CycleCoverage, formats: Formats) -> str:
    if coverage.share is None:
        return _("En este mes no había clientes en el ciclo.")
    served = sum(one.served for one in coverage.areas)
    if not served:
        return _("En este mes ninguna campaña ni oferta atendió a nadie donde estaba.")
    return _("Campañas y ofertas atendieron a %(served)s de %(all)s clientes en el área donde están: %(share)s.") % {
        "served": formats.number(served),
        "all": formats.number(sum(one.eligible for one in coverage.areas)),
        "share": formats.percent(coverage.share, 1),
    }


def coverage_part(coverage: CycleCoverage, ledger: Ledger, formats: Formats) -> dict[str, Any]:
    return {
        "lead": coverage_sentence(coverage, formats),
        "head": [_("Área"), _("Clientes"), _("Atendidos"), _("Cobertura")],
        "rows": [
            {
                "area": area_cell(one.area),
                "cells": [formats.number(one.eligible), formats.number(one.served), formats.percent(one.share, 1)],
            }
            for one in coverage.areas
        ]
        if coverage.share is not None
        else [],
        "bands_head": [_("Cobertura"), _("Áreas"), _("Costó"), _("Trajo, con grupos de control"), _("Retorno")],
        "bands": [_band(one, formats) for one in returns_by_band(coverage, ledger)],
        "note": _(
            "Atendido: una campaña u oferta del área lo trató en el mes; el grupo de control no cuenta. Retorno: (lo que trajo − lo que costó) / lo que costó."
        ),
    }


def band_name(one: BandReturn, formats: Formats) -> str:
    """«de 5 % a 25 %»."""
    if not one.high:
        return _("nadie")
    return _("de %(low)s a %(high)s") % {"low": formats.percent(one.low), "high": formats.percent(one.high)}


def _band(one: BandReturn, formats: Formats) -> list[Any]:
    return [
        band_name(one, formats),
        ", ".join(str(AREA_NAMES[area]) for area in one.areas),
        formats.money_short(one.cost) if one.cost else EMPTY,
        money_cell(one.returned, formats),
        _("sin evidencia") if one.roi is None else formats.percent(one.roi),
    ]
