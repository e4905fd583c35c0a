"""The ledger on paper: areas by method, never added up across methods."""

from typing import Any

from django.utils.translation import gettext as _

from lazo.measure.queries.ledger import Ledger
from lazo.web.formats import EMPTY, Formats
from lazo.web.money_cells import Cell, area_cell, money_cell
from lazo.web.money_page import METHOD_NAMES, SURE, LedgerRow, ledger_rows


def ledger_part(found: Ledger, formats: Formats) -> dict[str, Any]:
    methods = found.methods or (SURE,)
    *rows, total = ledger_rows(found, methods)
    return {
        "head": [
            _("Área"),
            _("Costó"),
            *(_("Trajo: %(method)s") % {"method": METHOD_NAMES[method]} for method in methods),
            _("Por unidad gastada"),
        ],
        "rows": [{"area": area_cell(row.area), "cells": _cells(row, formats)} for row in rows] if found.cells else [],
        "total": {"name": _("Todo el ciclo"), "cells": _cells(total, formats)},
        "nothing": _("En este mes no hay nada anotado: ni costos, ni lo que trajo un experimento."),
    }


def _cells(row: LedgerRow, formats: Formats) -> list[Cell]:
    per_unit = _("sin evidencia") if row.per_unit is None else f"{formats.number(row.per_unit, 1)} ×"
    return [
        formats.money_short(row.cost) if row.cost else EMPTY,
        *(money_cell(money, formats) for _method, money in row.returned),
        per_unit,
    ]
