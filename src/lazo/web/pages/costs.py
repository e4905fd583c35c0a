"""Ajustes: what it costs to serve a customer, by activity and from a day on."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.differentiate.models import CostSheet
from lazo.differentiate.operations.cost_sheet import UnableToSaveCosts, save_costs, withdraw_costs
from lazo.differentiate.queries.activities import activities_seen
from lazo.differentiate.queries.cost_sheet import cost_sheets, cost_version, costs_on
from lazo.differentiate.queries.score_run import current_run
from lazo.kernel.access import row_rule
from lazo.web.company_words import STALE
from lazo.web.context import company_of, formats_for
from lazo.web.cost_form import DIRECTIONS, CostForm
from lazo.web.permission import administrator
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest) -> HttpResponse:
    by, formats = administrator(request), formats_for(company_of(request))
    if request.method == "GET":
        form = CostForm.of_sheet(_chosen(request), activities_seen(settings.WORKSPACE, on=today(request)), formats)
        return render(request, "web/differentiate/cost_sheet.html", _context(request, form))
    form = CostForm.of(request.POST)
    written, day = form.costs(formats), form.valid_from()
    if not form.has_errors:
        try:
            undo = save_costs(valid_from=day, costs=written, version=_version(request), by=by)
            toast(request, _("Guardado. El próximo cálculo cuenta con estos costos."), undo=undo)
            return redirect("web:costs")
        except UnableToSaveCosts as error:
            form.refuse(error.problems)
            form.problem = str(STALE) if error.code == "stale" else ""
    return render(request, "web/differentiate/cost_sheet.html", _context(request, form), status=400)


@require_POST
def cost_withdrawal(request: HttpRequest) -> HttpResponse:
    """The costs of a day hold no longer."""
    by, day = administrator(request), request.POST.get("desde", "")
    try:
        undo = withdraw_costs(valid_from=_day(day), version=_version(request), by=by)
        toast(request, _("Quitados. Siguen los de antes."), undo=undo)
    except UnableToSaveCosts:
        toast(request, str(STALE))
    return redirect("web:costs")


def _context(request: HttpRequest, form: CostForm) -> dict[str, Any]:
    run = current_run()
    counts = (run.counts if run else {}).get("serving")
    return {
        "section": "settings",
        "tab": "costs",
        "form": form,
        "sheets": cost_sheets(),
        "version": cost_version() or "",
        "directions": DIRECTIONS.choices,
        "run": run,
        "serving": counts if row_rule(reader(request)).everything else None,
    }


def _chosen(request: HttpRequest) -> CostSheet | None:
    """The sheet of the address, else the one that holds today."""
    wanted = request.GET.get("desde")
    if wanted is None:
        return costs_on(today(request)) or next(iter(cost_sheets()), None)
    return next((sheet for sheet in cost_sheets() if sheet.valid_from == _day(wanted)), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 19 else None
