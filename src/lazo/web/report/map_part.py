"""The cycle map on paper, with the same facts as numbers under it."""

from typing import Any

from django.utils.translation import gettext as _

from lazo.web.charts.cycle_map import draw_cycle_map
from lazo.web.cycle_words import map_words
from lazo.web.formats import Formats
from lazo.web.money_cells import area_cell
from lazo.web.queries.cycle import AreaFigures, CyclePicture
from lazo.web.report.inked import inked

VIEW = "-430 -350 860 662"
"""Wider than on a page, where the moments of life may stand out of the drawing."""


def map_part(picture: CyclePicture, formats: Formats) -> dict[str, Any]:
    drawing = draw_cycle_map(picture.slices, picture.flows, map_words(picture, formats), view_box=VIEW)
    return {
        "title": _("El ciclo al %(day)s") % {"day": formats.long_day(picture.run.on_date)},
        "lead": "",
        "svg": inked(drawing.svg),
        "key": _(
            "Hacia afuera, dinero: barra, últimos 12 meses; línea, próximos 12; pálido, por ganar; rayado, por perder. Hacia adentro, personas: cada punto es %(unit)s; en tinta, los estratégicos. Arcos: retorno y costo del mes. Al centro, los movimientos del mes."
        )
        % {"unit": formats.number(drawing.unit)},
        "head": [
            _("Área"),
            _("Clientes"),
            _("Entraron"),
            _("Salieron"),
            _("Estratégicos"),
            _("Últimos 12 meses"),
            _("Próximos 12 meses"),
        ],
        "rows": [{"area": area_cell(one.key), "cells": _cells(one, formats)} for one in picture.areas],
        "total": {"name": _("Todo el ciclo"), "cells": _cells(picture.total, formats)},
    }


def totals_sentence(picture: CyclePicture, formats: Formats) -> str:
    told = {
        "customers": formats.number(picture.total.customers),
        "last": formats.money_short(picture.total.value_12m),
        "next": formats.money_short(picture.total.value_365d),
    }
    if picture.is_margin:
        return _("%(customers)s clientes trajeron %(last)s de margen en 12 meses y se esperan %(next)s.") % told
    return _("%(customers)s clientes trajeron %(last)s en 12 meses y se esperan %(next)s.") % told


def _cells(row: AreaFigures, formats: Formats) -> list[str]:
    counts = (row.customers, row.entered, row.left, row.strategic)
    return [*map(formats.number, counts), *map(formats.money_short, (row.value_12m, row.value_365d))]
