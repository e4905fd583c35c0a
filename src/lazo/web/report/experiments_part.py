"""What was tried in a month, on paper: those whose days ended in it, and those under way, each with its finding and its interval."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.customize.models import Experiment
from lazo.kernel.access import row_rule
from lazo.kernel.models import User
from lazo.measure.queries.experiments import state_of
from lazo.measure.queries.readout import Readout, read_experiment
from lazo.web.experiment_page import STATES, finding, interval_chart
from lazo.web.formats import Formats
from lazo.web.money_cells import area_cell
from lazo.web.report.inked import inked, wide_drawing

MOST = 12


def experiments_part(by: User, *, first: date, until: date, on: date, formats: Formats) -> dict[str, Any]:
    """Read out at the end of the month, or of today while it goes on; at most MOST, those that ended first."""
    day = min(until - timedelta(days=1), on)
    rows = Experiment.objects.filter(
        Q(ends_on__gte=first) | Q(ends_on__isnull=True), started_on__lt=until, started_on__isnull=False
    ).order_by(F("ends_on").asc(nulls_last=True), "pk")
    found = [_told(read_experiment(experiment=one, on=day, rule=row_rule(by)), formats, day) for one in rows[:MOST]]
    count = rows.count()
    lead = (
        ngettext("%(n)s prueba con grupo de control.", "%(n)s pruebas con grupo de control.", count)
        % {"n": formats.number(count)}
        if count
        else _("En este mes no se probó nada con un grupo de control: de lo que se hizo no se puede saber qué trajo.")
    )
    if count > MOST:
        lead += " " + _("Aquí están %(n)s; todas, en Experimentos.") % {"n": formats.number(MOST)}
    return {"lead": lead, "rows": found}


def _told(readout: Readout, formats: Formats, day: date) -> dict[str, Any]:
    experiment = readout.experiment
    span = _("%(first)s a %(last)s") % {
        "first": formats.day(experiment.started_on),
        "last": formats.day(readout.ends) if readout.ends else "…",
    }
    return {
        "area": area_cell(experiment.area),
        "name": experiment.name,
        "when": f"{STATES[state_of(experiment, on=day)]} · {span}",
        "finding": finding(readout, formats),
        "cost": _cost(readout, formats),
        "svg": inked(wide_drawing(interval_chart(readout, formats)), "chart") if _is_told(readout) else None,
    }


def _is_told(readout: Readout) -> bool:
    """While it goes on a picture would say more than is known."""
    return readout.whole is not None and readout.is_final


def _cost(readout: Readout, formats: Formats) -> str:
    """The groups, then what it cost and left."""
    control = sum(arm.n for arm in readout.arms if arm.is_control)
    groups = _("%(treated)s tratados frente a %(control)s sin nada.") % {
        "treated": formats.number(readout.n - control),
        "control": formats.number(control),
    }
    result = readout.whole.result if readout.whole else None
    if result is None or not readout.is_final:
        return groups
    money = _("Costó %(cost)s; neto %(net)s.") % {
        "cost": formats.money_short(result.cost),
        "net": formats.money_short(result.net),
    }
    more = "" if result.roi is None else " " + _("Retorno %(roi)s.") % {"roi": formats.percent(result.roi)}
    return f"{groups} {money}{more}"
