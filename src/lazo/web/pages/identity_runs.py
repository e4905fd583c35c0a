"""Repasos: each look through the base for who is the same, asking for one, and from which likeness on it joins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.identify.models import ResolutionRun
from lazo.identify.resolution.due import RESOLVE
from lazo.kernel.access import may
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Job, User
from lazo.web.identity_page import tabs_context
from lazo.web.identity_run_form import ThresholdsForm
from lazo.web.permission import administrator, importer
from lazo.web.toasts import toast

SHOWN = 50
COUNTS = ("records", "merges", "waiting")
"""What a run says of itself when it is over."""


@require_http_methods(["GET", "POST"])
def identity_runs(request: HttpRequest) -> HttpResponse:
    """The runs, the newest first; posted, another one is asked for: of all records, or of what is new and changed."""
    user = importer(request)
    if request.method == "POST":
        is_full = request.POST.get("alcance") == "toda"
        enqueue(RESOLVE, by=user, arguments={"full": is_full}, key=f"{RESOLVE}.full" if is_full else RESOLVE)
        return redirect("web:identity_runs")
    return _page(request, user, ThresholdsForm() if may(user, "may_administer") else None)


@require_POST
def identity_thresholds(request: HttpRequest) -> HttpResponse:
    user, form = administrator(request), ThresholdsForm(request.POST)
    undo = form.save(by=user) if form.is_valid() else None
    if undo is not None:
        toast(request, _("Guardado. Vale desde el próximo repaso."), undo=undo)
        return redirect("web:identity_runs")
    return _page(request, user, form, status=400)


@require_safe
def identity_progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that moves; when the run ends the browser gets the page again."""
    importer(request)
    job = _job()
    if job is not None and not job.is_finished:
        return render(request, "web/identify/_identity_progress.html", {"job": job})
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


def _job() -> Job | None:
    return Job.objects.filter(kind=RESOLVE).order_by("-pk").first()


def _page(request: HttpRequest, user: User, form: ThresholdsForm | None, status: int = 200) -> HttpResponse:
    runs = ResolutionRun.objects.select_related("created_by").defer("model").order_by("-pk")[:SHOWN]
    context = {
        **tabs_context(user, "repasos"),
        "runs": [(run, {name: run.counts.get(name) for name in COUNTS}) for run in runs],
        "job": _job(),
        "form": form,
    }
    return render(request, "web/identify/identity_run_list.html", context, status=status)
