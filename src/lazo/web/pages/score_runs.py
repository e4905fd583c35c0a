"""Cálculos: each score run with its back-test, and asking for a new one."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lazo.differentiate.queries.suggested_day import suggested_day
from lazo.kernel.jobs import enqueue
from lazo.web.context import company_of, formats_for
from lazo.web.markup import drawn
from lazo.web.permission import analyst, importer
from lazo.web.queries.score_runs import SCORE, run_lines, run_view, scoring_job
from lazo.web.today import today
from lazo.web.verdict_words import doubt_sentences, proof_chart, proof_sentence, reason_sentences, shown_sentences

ON_MAP = "mapa"


@require_http_methods(["GET", "POST"])
def score_runs(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _request_run(request)
    analyst(request)
    job = scoring_job()
    context = {
        "section": "data",
        "tab": "runs",
        "runs": run_lines(),
        "job": job,
        "day": suggested_day(today=today(request)),
        "ends_on_map": request.GET.get("al-terminar") == ON_MAP,
    }
    return render(request, "web/differentiate/run_list.html", context)


@require_safe
def score_run(request: HttpRequest, run: int) -> HttpResponse:
    analyst(request)
    view = run_view(run)
    if view is None:
        raise Http404
    formats = formats_for(company_of(request))
    context = {
        "section": "data",
        "tab": "runs",
        "view": view,
        "run": view.run,
        "proof": proof_sentence(view.verdict, formats),
        "proof_svg": drawn(proof_chart(view.verdict, formats)),
        "reasons": reason_sentences(view.verdict, formats),
        "shown": shown_sentences(view.verdict, formats),
        "doubts": doubt_sentences(view.verdict),
        "forecasts": (
            ("model", _("Modelo BG/NBD")),
            ("repaired", _("Pronóstico corregido")),
            ("same_rate", _("Cada uno a su ritmo de siempre")),
            ("same_window", _("Cada uno como en el periodo anterior")),
        ),
    }
    return render(request, "web/differentiate/run_detail.html", context)


@require_safe
def scoring_progress(request: HttpRequest) -> HttpResponse:
    """The part of the list that moves; when the run ends the browser goes to the map if it came for it, else gets the page again."""
    analyst(request)
    job = scoring_job()
    ends_on_map = request.GET.get("al-terminar") == ON_MAP
    if job is not None and not job.is_finished:
        return render(request, "web/differentiate/_run_progress.html", {"job": job, "ends_on_map": ends_on_map})
    response = HttpResponse()
    if ends_on_map and job is not None and job.state == job.State.DONE:
        response["HX-Redirect"] = reverse("web:cycle")
    else:
        response["HX-Refresh"] = "true"
    return response


def _request_run(request: HttpRequest) -> HttpResponse:
    """Ask for a run as of the day in the form, or the day that suits the data."""
    user = importer(request)
    try:
        day = date.fromisoformat(request.POST["on"]) if request.POST.get("on") else suggested_day(today=today(request))
    except ValueError:
        messages.error(request, _("Esa fecha no existe. Elige un día del calendario."))
        return redirect("web:score_runs")
    enqueue(SCORE, by=user, arguments={"on": day.isoformat()}, key=SCORE)
    address = reverse("web:score_runs")
    return redirect(f"{address}?al-terminar={ON_MAP}" if request.POST.get("al-terminar") == ON_MAP else address)
