"""Traer un experimento terminado: a file, two at most, and where its customers are known from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.web.experiment_form import ExperimentForm
from lazo.web.permission import importer
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def experiment_import(request: HttpRequest) -> HttpResponse:
    by = importer(request)
    form = ExperimentForm(request.POST or None, request.FILES or None, initial={"on": today(request)})
    context = {"section": "experiments", "form": form}
    if request.method == "GET":
        return render(request, "web/measure/experiment_import.html", context)
    done = form.save(by=by) if form.is_valid() else None
    if done is None:
        return render(request, "web/measure/experiment_import.html", context, status=400)
    if done.left_out:
        return render(
            request, "web/measure/experiment_imported.html", {**context, "done": done, "refused": form.refused(done)}
        )
    assert done.experiment is not None
    toast(request, _("Listo: el experimento está leído."), undo=done.undo)
    return redirect("web:experiment", done.experiment.pk)
