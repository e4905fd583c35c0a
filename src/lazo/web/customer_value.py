"""What a customer is worth, ready to be shown: three figures with their doubt, and the quarters with what is expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import Score, ScoreRun
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.fan import Expected, FanWords, Past, fan
from lazo.web.formats import Formats
from lazo.web.periods import QUARTERS, calendar_quarter, months_before
from lazo.web.queries.customer import Bought, CustomerView, Quarter
from lazo.web.queries.customer_network import Housemate, Network

YEAR = 4
LEAST_POINTS, WORTH_SAYING = 20, 0.5
MONTHS_AHEAD = (3, 6, 9, 12)


@dataclass(frozen=True)
class Figures:
    """Money in base minor units, None where unknown; `low` and `high` are of what is projected. `notes` stand under the current value."""

    now: int | None
    coming: int | None
    low: int | None
    high: int | None
    notes: tuple[str, ...]
    change: float | None


def figures_of(view: CustomerView, formats: Formats) -> Figures | None:
    """The customer's own figures; None before a run counted them."""
    score = view.score
    if score is None:
        return None
    notes = [_bought_words(view.bought, formats)]
    if rank := _rank(score, view.run):
        notes.append(_("entre el %(share)s que más vale") % {"share": formats.percent(rank)})
    return Figures(
        score.value_12m,
        score.value_365d,
        score.value_365d_low,
        score.value_365d_high,
        tuple(note for note in notes if note),
        change_of(view.bought),
    )


def figures_of_members(mates: Sequence[Housemate], formats: Formats) -> Figures | None:
    """The members' figures added up; the interval adds their ends, so it is at least as wide as the true one. None if none was counted."""
    known = [mate.worth for mate in mates if mate.worth.value_12m is not None]
    if not known:
        return None
    coming = [worth.value_365d for worth in known if worth.value_365d is not None]
    ends = [(worth.low, worth.high) for worth in known if worth.low is not None and worth.high is not None]
    whole = len(ends) == len(coming) > 0
    n = formats.number(len(known))
    return Figures(
        now=sum(worth.value_12m or 0 for worth in known),
        coming=sum(coming) if coming else None,
        low=sum(low for low, _high in ends) if whole else None,
        high=sum(high for _low, high in ends) if whole else None,
        notes=(ngettext("suma de %(n)s integrante", "suma de %(n)s integrantes", len(known)) % {"n": n},),
        change=None,
    )


def network_words(network: Network, customer: int) -> str:
    """`hogar y 3 más`: of whom the value with the network is; blank when nobody else brings any."""
    rest = [number for number, worth in network.others.items() if number != customer and worth.value_12m]
    if not rest:
        return ""
    mates = {mate.party.pk for mate in network.housemates} & set(rest)
    outside = len(rest) - len(mates)
    if mates and outside:
        return ngettext("su hogar y %(n)s más", "su hogar y %(n)s más", outside) % {"n": outside}
    if mates:
        return _("con su hogar")
    return ngettext("con 1 relación", "con %(n)s relaciones", outside) % {"n": outside}


def change_of(bought: Bought) -> float | None:
    """The last four quarters against the four before; None unless both are whole and the earlier ones brought money."""
    if len(bought.quarters) < QUARTERS:
        return None
    before = sum(quarter.amount for quarter in bought.quarters[:YEAR])
    return sum(quarter.amount for quarter in bought.quarters[YEAR:]) / before - 1 if before > 0 else None


def value_chart(quarters: Sequence[Quarter], score: Score | None, formats: Formats) -> str:
    """Two years by quarters, and the next year's in their interval; blank without purchases."""
    if not quarters:
        return ""
    past = [Past(quarter_name(quarter.until, formats), float(quarter.amount)) for quarter in quarters]
    expected = _expected(score, formats) if score else []
    words = FanWords(_("actual"), _("proyectado"))
    title = _("Valor por trimestre") if not expected else _("Valor por trimestre y lo que se espera, con su intervalo")
    return two_widths(lambda width: fan(past, expected, title=title, words=words, number=formats.axis, width=width))


def quarter_name(until: date, formats: Formats) -> str:
    """`4T 25` for a quarter of the calendar, else the month in which the three months end."""
    number = calendar_quarter(until)
    return _("%(n)sT %(year)s") % {"n": number, "year": f"{until:%y}"} if number else formats.short_month(until)


def _expected(score: Score, formats: Formats) -> list[Expected]:
    """A year's projection in quarters: the model's first two, the rest halved. The interval is the year's, in proportion."""
    if score.value_90d is None or score.value_180d is None or score.value_365d is None:
        return []
    rest = (score.value_365d - score.value_180d) / 2
    values = [float(score.value_90d), float(score.value_180d - score.value_90d), rest, rest]
    whole, low, high = score.value_365d, score.value_365d_low, score.value_365d_high
    down = low / whole if low is not None and whole > 0 else 1.0
    up = high / whole if high is not None and whole > 0 else 1.0
    names = [quarter_name(months_before(score.on_date, -months), formats) for months in MONTHS_AHEAD]
    return [Expected(name, value, value * down, value * up) for name, value in zip(names, values, strict=True)]


def _bought_words(bought: Bought, formats: Formats) -> str:
    if not bought.n:
        return _("todavía no compra")
    return ngettext("%(n)s compra en un año", "%(n)s compras en un año", bought.n_year) % {
        "n": formats.number(bought.n_year)
    }


def _rank(score: Score, run: ScoreRun | None) -> float | None:
    """The share of customers at the top among whom this one is, from the run's curve; None when that says little."""
    spread = ((run.counts if run else {}).get("concentration") or {}).get("value_12m") or {}
    curve, customers = spread.get("curve") or [], spread.get("customers") or 0
    if score.value_12m <= 0 or len(curve) < LEAST_POINTS or not customers:
        return None
    before = {"customers": 0, "value": 0}
    for point in curve:
        width = point["customers"] - before["customers"]
        if width > 0 and (point["value"] - before["value"]) / width <= score.value_12m:
            share = float(point["customers"] / customers)
            return share if share <= WORTH_SAYING else None
        before = point
    return None
