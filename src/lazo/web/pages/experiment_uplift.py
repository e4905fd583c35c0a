"""¿A quién conviene dirigirla?: what a finished experiment teaches about whom its treatment changes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lazo.customize.models import Arm, Experiment
from lazo.differentiate.operations.segment import UnableToSaveSegment
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User
from lazo.measure.models import UpliftStudy
from lazo.measure.operations.uplift import UnableToStudy, keep_targets, start_study
from lazo.measure.queries.experiments import is_ripe, may_read_experiments
from lazo.measure.queries.uplift import job_of, kept_of, studies_of
from lazo.web.context import company_of, formats_for
from lazo.web.permission import campaigner
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today
from lazo.web.uplift_page import campaign_href, no_study, study_context, why_not


@require_safe
def experiment_uplift(request: HttpRequest, experiment: int) -> HttpResponse:
    """One treated arm, the first unless `brazo` says which."""
    user, formats = _reader(request), formats_for(company_of(request))
    row = get_object_or_404(Experiment, pk=experiment)
    studies = studies_of(row)
    wanted = request.GET.get("brazo", "")
    study = next((one for one in studies if one.arm.key == wanted), studies[0] if studies else None)
    has_control = Arm.objects.filter(experiment=row, is_control=True).exists()
    context = {
        "section": "experiments",
        "experiment": row,
        "studies": studies,
        "study": study,
        "job": job_of(row, studies),
        "reason": no_study(row, is_ripe=is_ripe(row, on=today(request)), has_control=has_control),
        "may_keep": may(user, "may_campaign"),
        "sees_everything": row_rule(user).everything,
    }
    if study is not None and study.code:
        context["why_not"] = why_not(study, formats)
    elif study is not None:
        kept = kept_of(study, user=user)
        context |= study_context(study, kept, formats, with_money=may(user, "may_see_money"))
    return render(request, "web/measure/experiment_uplift.html", context)


@require_safe
def experiment_uplift_progress(request: HttpRequest, experiment: int) -> HttpResponse:
    """The part of the page that moves; when the work ends the browser gets the page again."""
    _reader(request)
    row = get_object_or_404(Experiment, pk=experiment)
    job = job_of(row, studies_of(row))
    if job is not None and not job.is_finished:
        return render(request, "web/measure/_uplift_progress.html", {"job": job, "experiment": row})
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@require_POST
def experiment_uplift_study(request: HttpRequest, experiment: int) -> HttpResponse:
    """Learn it, or learn it again."""
    user, row = _reader(request), get_object_or_404(Experiment, pk=experiment)
    try:
        start_study(experiment=row, on=today(request), by=user)
    except UnableToStudy:
        toast(request, _("Todavía no se puede: hace falta que termine y que tenga grupo de control."))
    return redirect("web:experiment_uplift", row.pk)


@require_POST
def experiment_uplift_segment(request: HttpRequest, experiment: int, arm: int) -> HttpResponse:
    """Keep whom to direct it to as a segment; with `seguir`, go on to a campaign for them without those to leave in peace."""
    user = campaigner(request)
    study = get_object_or_404(UpliftStudy.objects.select_related("experiment", "arm"), experiment=experiment, arm=arm)
    try:
        segment, _job = keep_targets(study=study, on=today(request), by=user)
        if request.POST.get("seguir") == "campana":
            text = _("Segmento «%(name)s» guardado. Se llena cuando se le haya dicho a cada cliente cuánto lo cambia.")
            toast(request, text % {"name": segment.name})
            return redirect(campaign_href(kept_of(study, user=user)))
        toast(request, _("Segmento «%(name)s» guardado.") % {"name": segment.name})
    except UnableToStudy:
        toast(request, _("No hay a quién separar: es a todos o a nadie."))
    except UnableToSaveSegment:
        toast(request, _("No se pudo guardar el segmento: ya hay demasiados, o alguien lo cambió mientras tanto."))
    return redirect(f"{reverse('web:experiment_uplift', args=[experiment])}?brazo={study.arm.key}")


def _reader(request: HttpRequest) -> User:
    user = reader(request)
    if not may_read_experiments(user):
        raise PermissionDenied
    return user
