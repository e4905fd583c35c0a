"""Ajustes: canales. Accounts through which messages leave and answers come, tried, stopped and closed; a key goes in and never comes out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.interact.channels.contract import UnableToReach
from lazo.interact.models import ChannelAccount
from lazo.interact.operations.channel_account import (
    UnableToSaveAccount,
    add_account,
    change_account,
    close_account,
    try_account,
)
from lazo.interact.operations.outbox import UnableToSteerOutbox, pause_sending, resume_sending
from lazo.interact.operations.provider_template import UnableToSyncTemplates, sync_templates
from lazo.web.channel_form import UnableToReadForm, inputs_of, plan_of
from lazo.web.outbox_words import ACCOUNT_FAILURES, REACH_FAILURES
from lazo.web.permission import administrator
from lazo.web.queries.channel_account import about_account, account_lines, channels, kinds
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET"])
def channel_accounts(request: HttpRequest) -> HttpResponse:
    administrator(request)
    context = {
        "section": "settings",
        "tab": "channels",
        "lines": account_lines(on=today(request)),
        "channels": channels(),
    }
    return render(request, "web/interact/channel_account_list.html", context)


@require_http_methods(["GET", "POST"])
def channel_account_new(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    channel, provider = request.GET.get("canal", ""), request.GET.get("proveedor", "")
    if (channel, provider) not in {(one.channel, one.provider) for one in kinds()}:
        raise Http404
    failed: UnableToSaveAccount | None = None
    if request.method == "POST":
        try:
            made = add_account(channel=channel, provider=provider, plan=plan_of(request.POST, channel, provider), by=by)
            toast(request, _("Cuenta guardada. Pruébala antes de enviar."))
            return redirect("web:channel_account", account=made.pk)
        except (UnableToSaveAccount, UnableToReadForm) as error:
            failed = UnableToSaveAccount(error.code, error.field)
    return _form(request, channel, provider, None, failed)


@require_http_methods(["GET", "POST"])
def channel_account(request: HttpRequest, account: int) -> HttpResponse:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    failed: UnableToSaveAccount | None = None
    if request.method == "POST":
        said = request.POST.get("version", "")
        try:
            plan = plan_of(request.POST, row.channel, row.provider)
            change_account(account=row, plan=plan, version=int(said) if said.isdecimal() else 0, by=by)
            toast(request, _("Cuenta guardada."))
            return redirect("web:channel_account", account=row.pk)
        except (UnableToSaveAccount, UnableToReadForm) as error:
            failed = UnableToSaveAccount(error.code, error.field)
    return _form(request, row.channel, row.provider, row, failed)


@require_POST
def channel_account_trial(request: HttpRequest, account: int) -> HttpResponse:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    try:
        said = try_account(account=row, by=by)
        toast(request, _("Funciona. Contestó: %(said)s") % {"said": said})
    except UnableToReach as error:
        toast(request, " ".join((str(REACH_FAILURES.get(error.code, error.code)), error.answer)).strip())
    return redirect("web:channel_account", account=row.pk)


@require_POST
def channel_account_pause(request: HttpRequest, account: int) -> HttpResponse:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    pause_sending(account=row, by=by)
    toast(request, _("En pausa: lo que está en cola espera."))
    return redirect("web:channel_account", account=row.pk)


@require_POST
def channel_account_resumption(request: HttpRequest, account: int) -> HttpResponse:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    try:
        resume_sending(account=row, by=by)
        toast(request, _("Sigue enviando."))
    except UnableToSteerOutbox:
        toast(request, _("No estaba en pausa."))
    return redirect("web:channel_account", account=row.pk)


@require_POST
def channel_account_closing(request: HttpRequest, account: int) -> HttpResponse:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    try:
        undo = close_account(account=row, by=by, at=timezone.now())
        toast(request, _("Cuenta cerrada: no sale nada más por ella."), undo=undo)
    except UnableToSaveAccount as error:
        toast(request, str(ACCOUNT_FAILURES[error.code]))
    return redirect("web:channel_accounts")


@require_POST
def channel_account_templates(request: HttpRequest, account: int) -> HttpResponse:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    try:
        count = sync_templates(account=row, by=by, at=timezone.now())
        toast(request, _("%(count)s plantillas puestas al día.") % {"count": count})
    except UnableToSyncTemplates as error:
        toast(request, str(REACH_FAILURES.get(error.code, error.code)))
    return redirect("web:channel_account", account=row.pk)


def _form(
    request: HttpRequest, channel: str, provider: str, row: ChannelAccount | None, failed: UnableToSaveAccount | None
) -> HttpResponse:
    posted = request.POST if failed is not None else None
    context: dict[str, Any] = {
        "section": "settings",
        "tab": "channels",
        **about_account(row, channel, provider, request.build_absolute_uri("/")),
        "inputs": inputs_of(channel, provider, row, posted, failed),
        "problem": str(ACCOUNT_FAILURES[failed.code]) if failed is not None and not failed.field else "",
        "version": row.version if row is not None else "",
    }
    return render(request, "web/interact/channel_account_edit.html", context, status=400 if failed else 200)
