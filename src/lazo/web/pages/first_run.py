"""The first run: two doors into a workspace that is still empty."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lazo.kernel.access import may
from lazo.kernel.jobs import enqueue
from lazo.web.navigation import address
from lazo.web.permission import importer
from lazo.web.queries.demo import DEMO, can_build_demo, demo_job
from lazo.web.queries.presence import has_customers
from lazo.web.reader import reader


@require_safe
def first_run(request: HttpRequest) -> HttpResponse:
    job = demo_job()
    if has_customers() and (job is None or job.is_finished):
        return redirect("web:cycle")
    opens = may(reader(request), "may_import")
    context = {
        "job": job,
        "can_build_demo": opens and can_build_demo(),
        "import_address": address("web:import_new") if opens else "",
    }
    return render(request, "web/identify/first_run.html", context)


@require_POST
def start_demo(request: HttpRequest) -> HttpResponse:
    """The fictitious company is built by a job; asking twice does not build two."""
    by = importer(request)
    if has_customers() or not can_build_demo():
        raise Http404
    enqueue(DEMO, by=by, arguments={}, key=DEMO)
    return redirect("web:first_run")


@require_safe
def demo_progress(request: HttpRequest) -> HttpResponse:
    """The part of the first run that moves; when the job is done the browser goes to the map."""
    job = demo_job()
    if job is None or job.state == job.State.DONE:
        response = HttpResponse()
        response["HX-Redirect"] = reverse("web:cycle")
        return response
    return render(request, "web/identify/_demo_progress.html", {"job": job})
