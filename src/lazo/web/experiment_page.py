"""An experiment as its page shows it: the finding first, then the groups, the interval and how it stood each day."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.customize.models.experiment import BOUGHT, MONEY
from lazo.measure.queries.readout import Comparison, Readout
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.canvas import Numbers, two_widths
from lazo.web.charts.course import CoursePoint, course
from lazo.web.charts.intervals import IntervalRow, intervals
from lazo.web.formats import Formats
from lazo.web.markup import drawn

METRICS: dict[str, str | Promise] = {BOUGHT: gettext_lazy("compró"), MONEY: gettext_lazy("dinero")}
STATES: dict[str, str | Promise] = {
    "planned": gettext_lazy("sin empezar"),
    "running": gettext_lazy("en marcha"),
    "ended": gettext_lazy("terminado"),
}


@dataclass(frozen=True)
class ExperimentNotice:
    """What a person must know before believing the numbers; `css` is ok, warn or bad."""

    css: str
    icon: str
    text: str


def metric_name(metric: str) -> str:
    """An outcome in words; those of a file keep the name of their column."""
    return str(METRICS.get(metric, metric.replace("-", " ")))


def experiment_context(readout: Readout, metrics: list[str], formats: Formats) -> dict[str, Any]:
    """Everything the template needs."""
    return {
        "section": "experiments",
        "readout": readout,
        "experiment": readout.experiment,
        "finding": finding(readout, formats),
        "notices": notices(readout, formats),
        "metrics": [(metric, metric_name(metric)) for metric in metrics],
        "metric": metric_name(readout.metric),
        "result": readout.whole.result if readout.whole else None,
        "extra": round(readout.whole.done.extra) if readout.whole else None,
        "intervals_svg": drawn(interval_chart(readout, formats)) if readout.whole else "",
        "course_svg": drawn(course_chart(readout, formats)) if len(readout.days) > 1 else "",
    }


def finding(readout: Readout, formats: Formats) -> str:
    """What came of it, in a sentence with its interval."""
    whole = readout.whole
    if whole is None:
        return _("Todavía no hay con qué comparar: hace falta gente en el grupo de control y en otro.")
    if not readout.is_final:
        return _running(readout, whole, formats)
    if whole.result is not None:
        told = {
            "gross": formats.money_short(whole.result.gross),
            "low": formats.money_short(whole.result.gross_low),
            "high": formats.money_short(whole.result.gross_high),
        }
        if whole.result.gross_low > 0:
            return _("Trajo %(gross)s que no habrían llegado sin hacer nada, entre %(low)s y %(high)s.") % told
        if whole.result.gross_high < 0:
            return _("Hizo perder %(gross)s frente a no hacer nada, entre %(low)s y %(high)s.") % told
        return _("No se distingue de no hacer nada: %(gross)s, entre %(low)s y %(high)s.") % told
    return _in_people(whole, formats)


def _in_people(whole: Comparison, formats: Formats) -> str:
    told = {
        "extra": formats.number(round(whole.done.extra)),
        "low": formats.number(round(whole.done.extra_low)),
        "high": formats.number(round(whole.done.extra_high)),
    }
    if whole.done.low > 0:
        return _("%(extra)s clientes lo hicieron y no lo habrían hecho solos, entre %(low)s y %(high)s.") % told
    if whole.done.high < 0:
        return _("%(extra)s clientes: menos lo hicieron que si se les dejaba en paz, entre %(low)s y %(high)s.") % told
    return _("No se distingue de no hacer nada: %(extra)s clientes, entre %(low)s y %(high)s.") % told


def _running(readout: Readout, whole: Comparison, formats: Formats) -> str:
    gone = formats.percent(readout.fraction)
    if whole.watch.is_decided:
        if whole.watch.low > 0:
            return _("Va el %(gone)s del tiempo y ya se sabe que ayuda, se mire cuando se mire.") % {"gone": gone}
        return _("Va el %(gone)s del tiempo y ya se sabe que resta, se mire cuando se mire.") % {"gone": gone}
    return _("Va el %(gone)s del tiempo: aún no se puede decir si cambia algo.") % {"gone": gone}


def notices(readout: Readout, formats: Formats) -> list[ExperimentNotice]:
    """The alarms, then the doubts."""
    found = []
    if readout.ratio is not None and readout.ratio.alarms and not readout.experiment.planned.get("shares"):
        found.append(
            ExperimentNotice(
                "bad",
                "alert-triangle",
                _(
                    "Los grupos no tienen el tamaño que se sorteó, y por azar eso pasa menos de una vez en mil. No creas la lectura hasta saber quién falta."
                ),
            )
        )
    if readout.whole is not None and readout.whole.main.is_sparse:
        text = _("En algún grupo lo hicieron menos de 10 clientes: la lectura todavía dice poco.")
        found.append(ExperimentNotice("warn", "alert-triangle", text))
    if readout.purchases and readout.on_margin < readout.purchases and readout.experiment.kind != "IMPORTED":
        text = _("De %(unknown)s de %(all)s compras no se conoce el margen: cuentan con lo que se pagó.") % {
            "unknown": formats.number(readout.purchases - readout.on_margin),
            "all": formats.number(readout.purchases),
        }
        found.append(ExperimentNotice("warn", "coin", text))
    if not readout.sees_everything:
        text = _("Lees solo los clientes que cuidas tú o tu equipo.")
        found.append(ExperimentNotice("ok", "eye", text))
    return found


def interval_chart(readout: Readout, formats: Formats) -> str:
    """Each treated group against control: money where it is told, else customers."""
    assert readout.whole is not None
    lines = [readout.whole, *(readout.each if len(readout.each) > 1 else ())]
    in_money = all(one.result is not None for one in lines)
    rows = [_row(one, readout, formats, in_money=in_money) for one in lines]
    title = (
        _("Dinero incremental frente al grupo de control, intervalo de 95 %")
        if in_money
        else _("Clientes de más frente al grupo de control, intervalo de 95 %")
    )
    number: Numbers = formats.axis if in_money else (lambda value: formats.number(round(value)))
    return two_widths(lambda width: intervals(rows, title=title, number=number, width=width), 560, 340)


def _row(one: Comparison, readout: Readout, formats: Formats, *, in_money: bool) -> IntervalRow:
    n = formats.number(one.done.treated.n)
    control = formats.number(one.done.control.n)
    if one.key:
        name = one.name
        note = ngettext("%(n)s cliente", "%(n)s clientes", one.done.treated.n) % {"n": n}
        note += f" · {_('supera a no hacer nada') if one.main.low > 0 else _('aún no se distingue')}"
        css = "a-x"
    else:
        name, css = _("Todos los tratados"), f"a-{CSS_KEYS[readout.experiment.area]}"
        note = _("%(n)s frente a %(control)s") % {"n": n, "control": control}
    if in_money and one.result is not None:
        return IntervalRow(name, one.result.gross, one.result.gross_low, one.result.gross_high, note=note, css=css)
    return IntervalRow(name, float(one.done.extra), one.done.extra_low, one.done.extra_high, note=note, css=css)


def course_chart(readout: Readout, formats: Formats) -> str:
    """The difference per customer at the end of each day in its always-valid interval."""
    points = [CoursePoint(one.fraction, one.difference, one.low, one.high) for one in readout.days]
    number: Numbers = formats.axis if readout.by_money else (lambda value: formats.percent(value, 1))
    ends = formats.day(readout.started), formats.day(readout.ends)
    title = _("Diferencia por cliente, día por día")
    css = CSS_KEYS[readout.experiment.area]
    svg = two_widths(lambda width: course(points, ends=ends, title=title, number=number, width=width), 620, 340)
    return f'<div class="a-{css}">{svg}</div>'
