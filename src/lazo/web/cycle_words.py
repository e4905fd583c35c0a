"""The cycle map in the reader's language: names, moments of life, and what each area says aloud."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.cycle_data import AreaSlice, Flow, MapWords
from lazo.web.charts.cycle_map import CycleMap, draw_cycle_map
from lazo.web.charts.pareto import ParetoWords, pareto
from lazo.web.formats import Formats
from lazo.web.queries.concentration import Concentration
from lazo.web.queries.cycle import AreaFigures, CyclePicture
from lazo.web.words import AREA_NAMES, gates


def draw(picture: CyclePicture, formats: Formats) -> CycleMap:
    """The map of `picture`; each area opens its people."""
    return _drawn(
        picture.slices,
        picture.flows,
        areas=picture.areas,
        month=picture.month,
        customers=picture.total.customers,
        formats=formats,
        language=get_language(),
    )


@lru_cache(maxsize=32)  # the same for everybody who sees the same rows, until the next run
def _drawn(
    slices: tuple[AreaSlice, ...],
    flows: tuple[Flow, ...],
    *,
    areas: tuple[AreaFigures, ...],
    month: date,
    customers: int,
    formats: Formats,
    language: str | None,  # noqa: ARG001 - the words are of this language
) -> CycleMap:
    return draw_cycle_map(slices, flows, _words(areas, month, customers, formats), link=people_address)


def people_address(area: str) -> str:
    """The list of the customers of an area."""
    return f"{reverse('web:customers')}?area={CSS_KEYS[area]}"


def map_words(picture: CyclePicture, formats: Formats) -> MapWords:
    return _words(picture.areas, picture.month, picture.total.customers, formats)


def _words(areas: Iterable[AreaFigures], month: date, customers: int, formats: Formats) -> MapWords:
    return MapWords(
        areas={key: str(AREA_NAMES[key]) for key in AREAS},
        gates=gates(),
        title=_("Mapa del ciclo, %(month)s") % {"month": formats.month(month)},
        outside=_("Fuera"),
        entering=_("Entran"),
        leaving=_("Se van"),
        returning=_("Vuelven"),
        discarded=_("Se descartan"),
        left_from_elsewhere=_("Salen"),
        heart=(
            formats.number(customers),
            _("personas y empresas"),
            _("los movimientos se ven"),
            _("desde el segundo cálculo"),
        ),
        area_titles={figures.key: _spoken(figures, formats) for figures in areas},
        number=formats.number,
    )


def concentration_chart(spread: Concentration, formats: Formats) -> str:
    """The Pareto curve, with the best fifth of the customers marked."""
    share, best = formats.percent(spread.best[1]), formats.percent(spread.best[0])
    words = ParetoWords(
        headline=_("El %(best)s (%(n)s) trae el %(share)s")
        % {"best": best, "n": formats.number(spread.best_customers), "share": share},
        note=_("del valor de los últimos 12 meses"),
        equal=_("si todos valieran igual"),
        axis=_("clientes, del que más trae al que menos"),
    )
    title = _("Concentración del valor: el %(best)s de los clientes trae el %(share)s") % {"best": best, "share": share}
    return two_widths(
        lambda width: pareto(spread.curve, spread.best, title=title, words=words, percent=formats.percent, width=width),
        620,
        340,
    )


def _spoken(figures: AreaFigures, formats: Formats) -> str:
    return _("%(area)s: %(customers)s, valor actual %(now)s, proyectado %(coming)s") % {
        "area": AREA_NAMES[figures.key],
        "customers": formats.number(figures.customers),
        "now": formats.money_short(figures.value_12m),
        "coming": formats.money_short(figures.value_365d),
    }
