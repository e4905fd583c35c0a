"""Experimentos: all of them, and one read out."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lazo.customize.models import Experiment, MoneyEntry
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User
from lazo.measure.operations.book_return import UnableToBookReturn, book_return, return_key
from lazo.measure.queries.experiments import experiment_lines, experiments, is_ripe, may_read_experiments
from lazo.measure.queries.readout import metrics_of, read_experiment
from lazo.web.context import company_of, formats_for
from lazo.web.experiment_page import STATES, experiment_context
from lazo.web.permission import money_keeper
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

MOST = 50


@require_safe
def experiment_list(request: HttpRequest) -> HttpResponse:
    user = _reader(request)
    before = request.GET.get("antes", "")
    rows = experiments()
    if before.isascii() and before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: MOST + 1])
    lines = experiment_lines(found[:MOST], on=today(request))
    context = {
        "section": "experiments",
        "lines": [(line, STATES[line.state]) for line in lines],
        "following": found[MOST - 1].pk if len(found) > MOST else None,
        "may_import": may(user, "may_import"),
    }
    return render(request, "web/measure/experiment_list.html", context)


@require_safe
def experiment(request: HttpRequest, experiment: int) -> HttpResponse:
    user = _reader(request)
    row = get_object_or_404(Experiment.objects.select_related("by"), pk=experiment)
    metrics = metrics_of(row)
    metric = request.GET.get("medida", row.metric)
    if metric not in metrics and metric != "money":
        raise Http404
    readout = read_experiment(experiment=row, on=today(request), rule=row_rule(user), metric=metric, with_days=True)
    context = experiment_context(readout, metrics, formats_for(company_of(request)))
    context["entry"] = MoneyEntry.objects.standing().filter(key=return_key(row)).first()
    context["may_study"] = readout.is_final or is_ripe(row, on=today(request))
    context["may_book"] = may(user, "may_see_money")
    return render(request, "web/measure/experiment.html", context)


@require_POST
def experiment_return(request: HttpRequest, experiment: int) -> HttpResponse:
    """Book what it brought."""
    by = money_keeper(request)
    row = get_object_or_404(Experiment, pk=experiment)
    try:
        book_return(experiment=row, on=today(request), by=by)
        toast(request, _("Anotado en el dinero del ciclo."))
    except UnableToBookReturn:
        toast(request, _("Aún no se puede anotar: falta que termine, o no se sabe en dinero."))
    return redirect("web:experiment", row.pk)


def _reader(request: HttpRequest) -> User:
    user = reader(request)
    if not may_read_experiments(user):
        raise PermissionDenied
    return user
