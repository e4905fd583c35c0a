"""Whom a treatment changes, as its page says it: the advice in a sentence, the curve, what it rests on, what can be done with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from lazo.customize.models import Experiment
from lazo.measure.models import UpliftStudy
from lazo.measure.queries.uplift import Kept
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.uplift import UpliftWords, uplift_curve
from lazo.web.formats import Formats
from lazo.web.markup import drawn

THOUSAND = 1_000
HALF = 0.5


@dataclass(frozen=True)
class PartLine:
    """One line of the table: the first `share` of customers, in how many points they differ, and how many more of a thousand of all do it."""

    share: str
    points: str
    gained: str


def study_context(study: UpliftStudy, kept: dict[str, Kept], formats: Formats, *, with_money: bool) -> dict[str, Any]:
    """Everything the template needs about one study that could be learned."""
    card = study.card
    advice = card["advice"]
    return {
        "advice": advice_sentence(card, formats),
        "outside": outside_sentence(card, formats),
        "asleep_share": card["asleep_share"],
        "asleep": kept.get("asleep"),
        "best": kept.get("best"),
        "campaign": campaign_href(kept),
        "can_keep": advice["least"] is not None,
        "parts": part_lines(card, formats),
        "curve_svg": drawn(curve_chart(study, formats)),
        "sorts": card["qini"] >= 1.96 * card["deviation"],
        "net": advice["net"] * THOUSAND if with_money and card["value"] is not None else None,
        "left_out": [name for name, _reason in card["left_out"]],
        "card": card,
        "study": study,
    }


def advice_sentence(card: dict[str, Any], formats: Formats) -> str:
    """To whom, with the interval of those it is directed to."""
    advice = card["advice"]
    if not advice["pays"]:
        return _("A nadie: escribirle a cada uno cuesta más de lo que trae.")
    if card["targeting"] == "NONE" or not advice["share"]:
        return _("A nadie: no se distingue de no hacer nada.")
    told = between(advice["inside"], formats)
    if advice["share"] >= 1:
        if card["targeting"] == "ALL":
            return (
                _(
                    "A todos: los cambia por igual, %(points)s puntos (entre %(low)s y %(high)s). No hay a quién preferir."
                )
                % told
            )
        return f"{_everybody(card) % told} {_half_sentence(card, formats)}".strip()
    told["share"] = formats.percent(advice["share"])
    return _("Al %(share)s que más cambia: ahí suma %(points)s puntos (entre %(low)s y %(high)s).") % told


def _everybody(card: dict[str, Any]) -> str:
    """That some are changed more, and yet nobody is left out: without a cost whoever is changed at all is worth it."""
    if card["value"] is None or not card["cost"]:
        return _(
            "A todos, mientras escribirle a cada uno no cueste: suma %(points)s puntos (entre %(low)s y %(high)s)."
        )
    return _(
        "A todos: también con quienes menos cambia trae más de lo que cuesta. Suma %(points)s puntos (entre %(low)s y %(high)s)."
    )


def _half_sentence(card: dict[str, Any], formats: Formats) -> str:
    """How much of what all bring the half brings that is changed most; blank where that is not known."""
    gained = {share: share * points for share, points in card["uplift_at"]}
    if not gained.get(HALF) or gained.get(1.0, 0.0) <= 0:
        return ""
    part = formats.percent(min(gained[HALF] / gained[1.0], 1.0))
    return _("La mitad que más cambia ya trae el %(part)s de eso.") % {"part": part}


def outside_sentence(card: dict[str, Any], formats: Formats) -> str:
    """What it does among the rest, where there is a rest."""
    advice = card["advice"]
    if not 0 < advice["share"] < 1 or advice["outside"] is None:
        return ""
    return _("En el resto, %(points)s puntos (entre %(low)s y %(high)s).") % between(advice["outside"], formats)


def between(part: dict[str, float], formats: Formats) -> dict[str, str]:
    """A difference and the ends of its interval, in percent points."""
    return {
        "points": formats.number(100 * part["difference"], 1),
        "low": formats.number(100 * part["low"], 1),
        "high": formats.number(100 * part["high"], 1),
    }


def why_not(study: UpliftStudy, formats: Formats) -> str:
    """Why nothing could be learned, with what is missing."""
    card = study.card
    if study.code == "no_columns":
        return _(
            "De estos clientes no se sabía nada antes de decidir: ni compras ni datos propios. No hay en qué distinguirlos."
        )
    told = {"least": formats.number(card["least"]), "needed": formats.number(card["needed"])}
    text = _(
        "Hay pocos datos: en cada grupo hacen falta %(needed)s clientes que lo hayan hecho y %(needed)s que no; donde menos hay, son %(least)s."
    )
    return text % told


def part_lines(card: dict[str, Any], formats: Formats) -> list[PartLine]:
    """The first 10, 30, 50 % and all."""
    return [
        PartLine(
            formats.percent(share),
            formats.number(100 * points, 1),
            formats.number(THOUSAND * share * points, 1),
        )
        for share, points in card["uplift_at"]
    ]


def curve_chart(study: UpliftStudy, formats: Formats) -> str:
    """Of a thousand customers, how many more do it when the first ones are written to."""
    card, experiment = study.card, study.experiment
    curve = [(share, THOUSAND * gain) for share, gain in card["curve"]]
    share = card["advice"]["share"]
    words = UpliftWords(
        across=_("parte de los clientes, primero a quien más cambia"),
        up=_("los que lo hacen de más, de cada mil"),
        chance=_("al azar"),
        everybody=_("a todos"),
        chosen=_("al %(share)s") % {"share": formats.percent(share)},
    )
    title = _("Lo que trae dirigirla a los primeros, frente al azar y a todos")
    svg = two_widths(
        lambda width: uplift_curve(
            curve,
            share=share,
            title=title,
            words=words,
            percent=formats.percent,
            number=lambda value: formats.number(round(value, 1), 0 if abs(value) >= 10 or value == 0 else 1),
            width=width,
        ),
        560,
        340,
    )
    return f'<div class="a-{CSS_KEYS[experiment.area]}">{svg}</div>'


def campaign_href(kept: dict[str, Kept]) -> str:
    """A campaign for whom to direct it to, that leaves out whom to leave in peace; blank until they are kept."""
    if "best" not in kept:
        return ""
    asked = {"segmento": kept["best"].segment.key} | ({"menos": kept["asleep"].segment.key} if "asleep" in kept else {})
    return f"{reverse('web:campaign_new')}?{urlencode(asked)}"


def no_study(experiment: Experiment, *, is_ripe: bool, has_control: bool) -> str:
    """Why nothing can be asked yet; blank where it can."""
    if not is_ripe and experiment.kind == Experiment.Kind.OFFER:
        return _("Se sabrá cuando haya clientes con los %(days)s días en que se mide ya cumplidos.") % {
            "days": experiment.window_days
        }
    if not is_ripe:
        return _("Se sabrá cuando «%(name)s» termine: a medias, parte de los clientes aún no ha tenido su tiempo.") % {
            "name": experiment.name
        }
    if not has_control:
        return _("Sin grupo de control no se sabe a quién cambió y quién lo habría hecho igual.")
    return ""
