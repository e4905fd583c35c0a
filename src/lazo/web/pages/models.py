"""Modelos: every model with its card and its proof; a new one from a table or from the purchases; trained, pinned, released, applied."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.differentiate.models import PropensityModel
from lazo.differentiate.operations.model_pin import UnableToPinVersion, pin_version, release_pin, roll_back
from lazo.differentiate.operations.propensity import UnableToApplyModel, start_applying
from lazo.differentiate.operations.propensity_model import (
    UnableToCreateModel,
    UnableToTrainModel,
    create_model,
    start_training,
)
from lazo.differentiate.queries.model_versions import VALUE, subject_of
from lazo.differentiate.queries.propensity import job_of, may_see_models, model_line, model_lines
from lazo.differentiate.queries.score_run import current_run
from lazo.kernel.access import may
from lazo.kernel.models import User
from lazo.web.context import company_of, formats_for
from lazo.web.contract_model import contract_cards
from lazo.web.model_page import model_context, pinned_since
from lazo.web.permission import importer
from lazo.web.propensity_words import refusal_sentence
from lazo.web.queries.identity_model import identity_line
from lazo.web.queries.value_fits import value_line
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

SHELL = {"section": "data", "tab": "models"}
VALUE_SLUG = "valor"
Refusals = (UnableToCreateModel, UnableToTrainModel, UnableToApplyModel, UnableToPinVersion)


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """The workbench: all models with the version that holds and how it proved itself."""
    user, formats = analyst(request), formats_for(company_of(request))
    lines = [(one, pinned_since(one.pin, formats)) for one in model_lines()]
    kinds = {one.model.kind for one, _pin in lines if one.model.table_id is None}
    context = SHELL | {
        "lines": lines,
        "value": value_line(),
        "identity": identity_line(),
        "contracts": contract_cards(run := current_run(), formats),
        "run": run,
        "missing": [one for one in sorted(PropensityModel.FROM_PURCHASES) if one not in kinds],
        "may_train": may(user, "may_import"),
    }
    return render(request, "web/differentiate/model_list.html", context)


@require_safe
def model(request: HttpRequest, model: int) -> HttpResponse:
    """One model: its card, its proof, its versions, and to whom it is likeliest."""
    user, formats = analyst(request), formats_for(company_of(request))
    line = model_line(_found(model))
    job = job_of(line.model)
    context = (
        SHELL
        | model_context(line, formats, user=user)
        | {"pinned": pinned_since(line.pin, formats), "job": job, "failure": _failure(job, formats)}
        | {"may_train": may(user, "may_import"), "subject": line.model.pk}
    )
    return render(request, "web/differentiate/model_detail.html", context)


@require_safe
def model_progress(request: HttpRequest, model: int) -> HttpResponse:
    """The part of the page that moves; when the work ends the browser gets the page again."""
    analyst(request)
    job = job_of(_found(model))
    if job is not None and not job.is_finished:
        return render(request, "web/differentiate/_model_progress.html", {"job": job, "subject": model})
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@require_http_methods(["POST"])
def model_from_purchases(request: HttpRequest) -> HttpResponse:
    """A model that learns from the purchases, trained at once."""
    user = importer(request)
    kind = request.POST.get("kind", "")
    names = dict(PropensityModel.Kind.choices)
    try:
        made = create_model(kind=kind, name=str(names.get(kind, "")), table=None, by=user)
        start_training(model=made, on=today(request), by=user)
    except Refusals as error:
        return _refused(request, error, reverse("web:models"))
    return redirect("web:model", model=made.pk)


@require_POST
def model_training(request: HttpRequest, model: int) -> HttpResponse:
    """Learn a new version."""
    user, found = importer(request), _found(model)
    try:
        start_training(model=found, on=today(request), by=user)
    except Refusals as error:
        return _refused(request, error, reverse("web:model", args=[model]))
    return redirect("web:model", model=model)


@require_POST
def model_application(request: HttpRequest, model: int) -> HttpResponse:
    """Tell the customers what the version that holds says of them."""
    user, found = importer(request), _found(model)
    try:
        start_applying(model=found, on=today(request), by=user)
    except Refusals as error:
        return _refused(request, error, reverse("web:model", args=[model]))
    return redirect("web:model", model=model)


@require_POST
def model_pin(request: HttpRequest, model: str) -> HttpResponse:
    """Let one version hold."""
    user, subject = importer(request), _subject(model)
    number = request.POST.get("version", "")
    version = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    return _pinned(request, model, lambda: pin_version(subject=subject, version=version, by=user))


@require_POST
def model_release(request: HttpRequest, model: str) -> HttpResponse:
    """Let the newest version hold again."""
    user, subject = importer(request), _subject(model)
    return _pinned(request, model, lambda: release_pin(subject=subject, by=user))


@require_POST
def model_rollback(request: HttpRequest, model: str) -> HttpResponse:
    """Let the version before the one that holds hold."""
    user, subject = importer(request), _subject(model)
    return _pinned(request, model, lambda: roll_back(subject=subject, by=user))


def analyst(request: HttpRequest) -> User:
    """The signed-in user, who may see how the company is computed; anybody else is refused."""
    user = reader(request)
    if not may_see_models(user):
        raise PermissionDenied
    return user


def _pinned(request: HttpRequest, model: str, decide: Callable[[], str]) -> HttpResponse:
    address = reverse("web:value_model") if model == VALUE_SLUG else reverse("web:model", args=[int(model)])
    try:
        token = decide()
    except Refusals as error:
        return _refused(request, error, address)
    toast(request, _("Hecho. Vale desde el próximo cálculo, o la próxima vez que se aplique."), undo=token)
    return redirect(address)


def _subject(model: str) -> str:
    if model == VALUE_SLUG:
        return VALUE
    if not (model.isascii() and model.isdecimal() and len(model) < 18):
        raise Http404
    return subject_of(_found(int(model)))


def _found(number: int) -> PropensityModel:
    found = PropensityModel.objects.select_related("table", "created_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _failure(job: Any, formats: Any) -> str:
    """Why the last request failed, in words; blank when it did not."""
    if job is None or job.state != job.State.FAILED or not job.error:
        return ""
    return refusal_sentence(job.error.get("code", ""), job.error.get("params", {}), formats)


def _refused(request: HttpRequest, error: Exception, address: str) -> HttpResponse:
    code, params = getattr(error, "code", ""), getattr(error, "params", {})
    toast(request, refusal_sentence(code, params, formats_for(company_of(request))))
    return redirect(address)
