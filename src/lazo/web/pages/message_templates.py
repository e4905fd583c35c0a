"""Campañas: plantillas. Writing them in each language, seeing them as a customer would, trying them on oneself."""

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from lazo.interact.models import ChannelAccount, Template
from lazo.interact.operations.template import (
    UnableToSaveTemplate,
    add_template,
    archive_template,
    change_template,
    restore_version,
)
from lazo.interact.operations.template_trial import Trial, UnableToTryTemplate, try_template
from lazo.web.outbox_words import TEMPLATE_FAILURES, TRIAL_FAILURES
from lazo.web.permission import campaigner
from lazo.web.queries.message_template import about_template, preview_of, template_lines
from lazo.web.template_form import boxes_of_post, boxes_of_version, failure_words, plan_of
from lazo.web.toasts import toast


@require_http_methods(["GET"])
def message_templates(request: HttpRequest) -> HttpResponse:
    campaigner(request)
    context = {"section": "campaigns", "tab": "templates", "may_campaign": True, "lines": template_lines()}
    return render(request, "web/interact/message_template_list.html", context)


@require_http_methods(["GET", "POST"])
def message_template_new(request: HttpRequest) -> HttpResponse:
    by, channel = campaigner(request), request.GET.get("canal", "email")
    if channel not in ChannelAccount.Channel.values:
        raise Http404
    error: UnableToSaveTemplate | None = None
    if request.method == "POST":
        try:
            made = add_template(channel=channel, plan=plan_of(request.POST), by=by)
            toast(request, _("Plantilla guardada."))
            return redirect("web:message_template", template=made.pk)
        except UnableToSaveTemplate as failed:
            error = failed
    return _form(request, channel, None, error)


@require_http_methods(["GET", "POST"])
def message_template(request: HttpRequest, template: int) -> HttpResponse:
    by, row = campaigner(request), get_object_or_404(Template, pk=template)
    error: UnableToSaveTemplate | None = None
    if request.method == "POST":
        said = request.POST.get("version", "")
        try:
            number = int(said) if said.isdecimal() and len(said) < 9 else 0
            change_template(template=row, plan=plan_of(request.POST), version=number, by=by)
            toast(request, _("Plantilla guardada."))
            return redirect("web:message_template", template=row.pk)
        except UnableToSaveTemplate as failed:
            error = failed
    return _form(request, row.channel, row, error)


@require_POST
def message_template_restoration(request: HttpRequest, template: int, number: int) -> HttpResponse:
    by, row = campaigner(request), get_object_or_404(Template, pk=template)
    try:
        restore_version(template=row, number=number, by=by)
        toast(request, _("Volvió la versión %(number)s.") % {"number": number})
    except UnableToSaveTemplate as error:
        toast(request, failure_words(error))
    return redirect("web:message_template", template=row.pk)


@require_POST
def message_template_archive(request: HttpRequest, template: int) -> HttpResponse:
    by, row = campaigner(request), get_object_or_404(Template, pk=template)
    try:
        undo = archive_template(template=row, by=by, at=timezone.now())
        toast(request, _("Plantilla guardada aparte: ya no se ofrece."), undo=undo)
    except UnableToSaveTemplate as error:
        toast(request, str(TEMPLATE_FAILURES[error.code]))
    return redirect("web:message_templates")


@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": [NONE],
        "img-src": ["https:", "data:"],
        "style-src": ["'unsafe-inline'"],
        "font-src": ["https:"],
        "frame-ancestors": [SELF],
        "form-action": [NONE],
        "sandbox": True,
    }
)
@require_http_methods(["GET", "POST"])
def message_template_preview(request: HttpRequest) -> HttpResponse:
    """The message alone, for a frame that lets it do nothing: what was written so far, or as it is kept."""
    by = campaigner(request)
    said = request.POST.copy()
    said.pop("version", None)  # of a form it is the number of the version, of an address its row
    said.update(request.GET)
    shown = preview_of(said, by=by, at=timezone.now())
    return render(request, "web/interact/message_template_preview.html", {"shown": shown})


@require_POST
def message_template_trial(request: HttpRequest, template: int) -> HttpResponse:
    by, row = campaigner(request), get_object_or_404(Template, pk=template)
    account = ChannelAccount.objects.in_use().filter(pk=request.POST.get("cuenta") or 0, channel=row.channel).first()
    to, language = request.POST.get("a", "").strip() or by.email, request.POST.get("idioma", "es")
    if account is None:
        toast(request, str(TRIAL_FAILURES["no_account"]))
        return redirect("web:message_template", template=row.pk)
    trial = Trial(row.versions.order_by("-number")[0], account, language, to)
    try:
        try_template(trial=trial, by=by, at=timezone.now())
        toast(request, _("Prueba enviada a %(to)s.") % {"to": to})
    except UnableToTryTemplate as error:
        toast(request, " ".join((str(TRIAL_FAILURES.get(error.code, error.code)), error.answer)).strip())
    return redirect("web:message_template", template=row.pk)


def _form(request: HttpRequest, channel: str, row: Template | None, error: UnableToSaveTemplate | None) -> HttpResponse:
    about = about_template(row, channel)
    context: dict[str, Any] = {
        "section": "campaigns",
        "tab": "templates",
        "may_campaign": True,
        **about,
        "open_language": error.language if error and error.language else about["language"],
        "boxes": boxes_of_post(request.POST, error) if error else boxes_of_version(about["version"], channel=channel),
        "name": request.POST.get("nombre", row.name if row else ""),
        "purpose": request.POST.get("finalidad", row.purpose if row else "marketing"),
        "problem": failure_words(error) if error and not error.language else "",
    }
    return render(request, "web/interact/message_template_edit.html", context, status=400 if error else 200)
