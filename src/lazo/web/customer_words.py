"""A customer's standing in words: what comes next, how likely they stay, how often they buy."""

import itertools
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import Score
from lazo.differentiate.queries.customer_question import HIGH_RISK, MEDIUM_RISK
from lazo.web.charts.areas import AREAS
from lazo.web.formats import Formats
from lazo.web.words import gates

FEW_GAPS = 3
LIKELY = 0.5


@dataclass(frozen=True)
class Risk:
    """`state` is ok, warn or bad and `words` its name, both blank of who bought once, of whom the model cannot tell.

    `sentence` is what it believes; `rhythm` and `delay` are blank when unknown.
    """

    state: str
    words: str
    sentence: str
    rhythm: str
    delay: str


def next_gate(score: Score) -> str:
    """The moment of life that the customer's area leads to; blank outside the cycle."""
    return gates()[AREAS.index(score.area) + 1] if score.area in AREAS else ""


def next_door(score: Score, formats: Formats) -> str:
    """What lies ahead, with the number of the model that speaks of it; blank outside the cycle."""
    if score.area not in AREAS:
        return ""
    gate, share = next_gate(score), formats.percent(score.place)
    if score.area == "LOYALTY":
        return _("Ya compra por costumbre: lo que sigue es cuidar que no se enfríe.")
    if score.area == "RETAIN":
        return _("Si nadie hace nada, la próxima puerta es «%(gate)s».") % {"gate": gate}
    if score.expected_purchases_90d is None:
        return _("Próxima puerta: «%(gate)s». Lleva el %(share)s del camino.") % {"gate": gate, "share": share}
    return _("Próxima puerta: «%(gate)s». El modelo espera %(n)s compras en 90 días.") % {
        "gate": gate,
        "n": formats.number(score.expected_purchases_90d, 1),
    }


def risk_of(score: Score | None, days: tuple[date, ...], formats: Formats) -> Risk | None:
    """How likely the customer is gone; None before there is a model for them."""
    if score is None or score.p_alive is None or not score.n_purchases:
        return None
    state, words, sentence = (
        _level(1 - score.p_alive)
        if score.frequency
        else ("", "", _("Compró una sola vez: todavía no se sabe si vuelve."))
    )
    return Risk(state, words, sentence, rhythm(score, days), _delay(score, formats))


def rhythm(score: Score | None, days: tuple[date, ...]) -> str:
    """`cada 14 a 16 días`: the middle half of the latest gaps between days of purchase, else the pace of customers alike."""
    gaps = sorted((later - earlier).days for later, earlier in itertools.pairwise(days))
    if len(gaps) >= FEW_GAPS:
        low, _middle, high = (round(one) for one in quantiles(gaps, n=4, method="inclusive"))
        if low == high:
            return ngettext("cada día", "cada %(n)s días", low) % {"n": low}
        return _("cada %(low)s a %(high)s días") % {"low": low, "high": high}
    if score is None or score.expected_gap is None:
        return ""
    n = round(score.expected_gap)
    return ngettext("cerca de 1 día, como clientes parecidos", "cerca de %(n)s días, como clientes parecidos", n) % {
        "n": n
    }


def _level(risk: float) -> tuple[str, str, str]:
    percent = round(100 * risk)
    if percent > HIGH_RISK:
        sentence = _("Es probable que ya se haya ido.") if risk >= LIKELY else _("Puede irse pronto.")
        return "bad", _("Alto"), sentence
    if percent >= MEDIUM_RISK:
        return "warn", _("Medio"), _("Es probable que siga, pero conviene no esperar.")
    return "ok", _("Bajo"), _("Casi seguro sigue con nosotros.")


def _delay(score: Score, formats: Formats) -> str:
    if score.recency_days is None:
        return ""
    since = ngettext("%(n)s día", "%(n)s días", score.recency_days) % {"n": formats.number(score.recency_days)}
    if score.overdue_ratio is None:
        return since
    return _("%(since)s, %(times)s veces su ritmo") % {"since": since, "times": formats.number(score.overdue_ratio, 1)}
