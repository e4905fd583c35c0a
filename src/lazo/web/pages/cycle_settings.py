"""Ajustes: the numbers in the rules of the cycle and the wanted mix; tried on today's customers before they are saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.differentiate.operations.cycle_settings import (
    UnableToSaveCycleSettings,
    checked_thresholds,
    save_cycle_settings,
)
from lazo.differentiate.queries.cycle_settings import settings_now, target_mix_now, thresholds_now
from lazo.kernel.access import row_rule
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Job, User
from lazo.web.company_words import STALE
from lazo.web.context import company_of, formats_for
from lazo.web.cycle_settings_form import CycleSettingsForm, plain
from lazo.web.permission import administrator
from lazo.web.queries.mix import mix_today, mix_tried
from lazo.web.reader import reader
from lazo.web.toasts import toast

PREVIEW = "differentiate.preview"


@require_http_methods(["GET", "POST"])
def cycle_settings(request: HttpRequest) -> HttpResponse:
    by, job = administrator(request), _job(request)
    form = CycleSettingsForm.of(request.POST) if request.method == "POST" else _kept(job)
    problem = ""
    if request.method == "POST":
        try:
            toast(request, _("Guardado. El próximo cálculo usa estos números."), undo=_save(request, form, by))
            return redirect("web:cycle_settings")
        except UnableToSaveCycleSettings as error:
            form.problems |= error.problems
            problem = str(STALE) if error.code else ""
    context = _context(request, form, job) | {"problem": problem}
    return render(
        request, "web/differentiate/cycle_settings.html", context, status=400 if request.method == "POST" else 200
    )


def _save(request: HttpRequest, form: CycleSettingsForm, by: User) -> str:
    thresholds, mix = form.thresholds(), form.mix()
    if form.problems:
        raise UnableToSaveCycleSettings(form.problems)
    said = request.POST.get("version", "")
    version = int(said) if said.isdecimal() else None
    return save_cycle_settings(thresholds=thresholds, target_mix=mix, version=version, by=by)


def _kept(job: Job | None) -> CycleSettingsForm:
    """What is in force, or the numbers that are being tried."""
    form = CycleSettingsForm.kept(thresholds_now(), target_mix_now())
    if job is not None:
        form.texts |= {name: plain(value) for name, value in job.arguments["thresholds"].items()}
    return form


def _job(request: HttpRequest) -> Job | None:
    number = request.GET.get("prueba", "")
    return Job.objects.filter(pk=number, kind=PREVIEW).first() if number.isdecimal() else None


def _context(request: HttpRequest, form: CycleSettingsForm, job: Job | None) -> dict[str, Any]:
    now, formats, user = settings_now(), formats_for(company_of(request)), reader(request)
    return {
        "section": "settings",
        "tab": "cycle",
        "form": form,
        "rules": form.rules(formats),
        "areas": form.areas(formats, mix_today(user, target_mix_now())),
        "version": now.pk if now else "",
        "saved": now,
        **_tried(user, job),
    }


def _tried(user: User, job: Job | None) -> dict[str, Any]:
    """What a trial found, for who sees all whom it counted."""
    result = job.result or {} if job is not None and job.state == Job.State.DONE else {}
    return {"job": job, "mix": mix_tried(result, target_mix_now()), "sees_all": row_rule(user).everything}


@require_POST
def cycle_preview(request: HttpRequest) -> HttpResponse:
    """Try the numbers of the form: a short job says who would stand elsewhere."""
    by, form = administrator(request), CycleSettingsForm.of(request.POST)
    try:
        thresholds = form.thresholds()
        if form.problems:
            raise UnableToSaveCycleSettings(form.problems)  # noqa: TRY301 - one way out for both kinds of problem
        checked_thresholds(thresholds)
    except UnableToSaveCycleSettings as error:
        form.problems |= error.problems
        return render(request, "web/differentiate/cycle_settings.html", _context(request, form, None), status=400)
    job = enqueue(PREVIEW, by=by, arguments={"thresholds": thresholds})
    return redirect(f"{reverse('web:cycle_settings')}?prueba={job.pk}#prueba")


@require_safe
def cycle_preview_result(request: HttpRequest, job: int) -> HttpResponse:
    """The part of the page that moves while the job runs, then what it found."""
    by = administrator(request)
    found = Job.objects.filter(pk=job, kind=PREVIEW).first()
    return render(request, "web/differentiate/_cycle_preview.html", _tried(by, found), status=200 if found else 404)
