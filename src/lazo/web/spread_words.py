"""The curves of concentration in the reader's words: charts, the sentence that says what they found, and their tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lazo.differentiate.queries.value_spread import Point, ValueSpread
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.pareto import ParetoWords, pareto
from lazo.web.formats import Formats

STOPS = (0.05, 0.1, 0.2, 0.5, 0.8, 1.0)
SEEN = 0.01
"""A curve that comes down by less than a hundredth looks flat: its best fifth says more than its top."""


@dataclass(frozen=True)
class SpreadRow:
    """The first customers, from the one worth most on, and what they hold together."""

    customers: int
    share: float
    value: int
    value_share: float

    @property
    def percent(self) -> int:
        """The share in whole percent, 0 where it is all or less than one."""
        whole = round(100 * self.share)
        return whole if 1 <= whole <= 99 else 0


def spread_rows(spread: ValueSpread) -> tuple[SpreadRow, ...]:
    """The table beside the curve: the points nearest to the usual stops and the top of the curve, each once."""
    points = {*(spread.near(stop) for stop in STOPS), spread.peak}
    return tuple(_row(spread, point) for point in sorted(points, key=lambda point: point.customers))


def _row(spread: ValueSpread, point: Point) -> SpreadRow:
    share, value_share = spread.share(point)
    return SpreadRow(point.customers, share, point.value, value_share)


def worth_chart(spread: ValueSpread, formats: Formats) -> str:
    """The Pareto curve of the lifetime value, with the best fifth of the customers marked."""
    best, held = spread.share(spread.best)
    share, of_value = formats.percent(best), formats.percent(held)
    words = ParetoWords(
        headline=_("El %(best)s (%(n)s clientes) trae el %(share)s")
        % {"best": share, "n": formats.number(spread.best.customers), "share": of_value},
        note=_("del valor de vida de la base"),
        equal=_("si todos valieran igual"),
        axis=_("clientes, del que más vale al que menos"),
    )
    title = _("Curva de concentración: el %(best)s de los clientes trae el %(share)s del valor de vida") % {
        "best": share,
        "share": of_value,
    }
    return _drawn(spread, spread.best, title, words, formats)


def whale_chart(spread: ValueSpread, formats: Formats, *, is_margin: bool) -> str:
    """What the last 12 months brought, added up from the best customer on; its top marked where it comes down again."""
    comes_down = spread.peak.value > spread.total * (1 + SEEN)
    peak = spread.peak if comes_down else spread.best
    share, held = (formats.percent(part) for part in spread.share(peak))
    words = ParetoWords(
        headline=_("El %(best)s (%(n)s) deja el %(share)s")
        % {"best": share, "n": formats.number(peak.customers), "share": held},
        note=_("del margen de los últimos 12 meses") if is_margin else _("de las compras de los últimos 12 meses"),
        equal=_("si todos dejaran igual"),
        axis=_("clientes, del que más deja al que menos"),
    )
    title = _("Curva de ballena: el %(best)s de los clientes deja el %(share)s") % {"best": share, "share": held}
    return _drawn(spread, peak, title, words, formats)


def _drawn(spread: ValueSpread, mark: Point, title: str, words: ParetoWords, formats: Formats) -> str:
    def draw(width: float) -> str:
        return pareto(
            spread.curve, spread.share(mark), title=title, words=words, percent=formats.percent, width=width, height=290
        )

    return two_widths(draw, 560, 340)


def spread_csv(spreads: dict[str, ValueSpread | None], formats: Formats) -> Iterator[tuple[object, ...]]:
    """Every point of the curves as plain values, the header first; money in whole currency units with decimals."""
    yield "measure", "customers", "customers_share", "value", "value_share"
    for measure, spread in spreads.items():
        for point in spread.points if spread else ():
            share, held = spread.share(point) if spread else (0.0, 0.0)
            yield measure, point.customers, round(share, 6), formats.major(point.value), round(held, 6)
