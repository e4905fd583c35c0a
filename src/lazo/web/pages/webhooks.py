"""Ajustes: webhooks. Where they go, what was sent, sending it again; the secret of a new one is shown once."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.kernel.models import User, Webhook
from lazo.kernel.operations.webhook import (
    UnableToReplay,
    UnableToSaveWebhook,
    add_webhook,
    change_webhook,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
)
from lazo.web.queries.programs import about, letter_lines, own_webhook, webhook_rows
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.webhook_form import ReplayForm, WebhookForm
from lazo.web.words_of_programs import WEBHOOK_FAILURES


@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    user, form, secret = reader(request), WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = add_webhook(user=user, by=user, **_said(form)).secret
            form = WebhookForm()
        except UnableToSaveWebhook as error:
            form.add_error(error.field or None, WEBHOOK_FAILURES[error.code])
    context = {**about(user, "webhooks"), "form": form, "secret": secret, "webhooks": webhook_rows(user)}
    return render(request, "web/kernel/webhook_list.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, webhook: int) -> HttpResponse:
    user, held = _found(request, webhook)
    form = WebhookForm(request.POST) if request.method == "POST" else WebhookForm.of(held)
    if request.method == "POST" and form.is_valid():
        try:
            change_webhook(webhook=held, by=user, **_said(form))
            toast(request, _("Guardado."))
            return redirect("web:webhook", webhook=webhook)
        except UnableToSaveWebhook as error:
            form.add_error(error.field or None, WEBHOOK_FAILURES[error.code])
    return _detail(request, held, form, ReplayForm())


@require_POST
def webhook_pause(request: HttpRequest, webhook: int) -> HttpResponse:
    user, held = _found(request, webhook)
    pause_webhook(webhook=held, by=user)
    toast(request, _("En pausa: lo que pase mientras tanto espera."))
    return redirect("web:webhook", webhook=webhook)


@require_POST
def webhook_resumption(request: HttpRequest, webhook: int) -> HttpResponse:
    user, held = _found(request, webhook)
    resume_webhook(webhook=held, by=user)
    toast(request, _("Sigue: primero va lo que esperaba."))
    return redirect("web:webhook", webhook=webhook)


@require_POST
def webhook_replay(request: HttpRequest, webhook: int) -> HttpResponse:
    user, held = _found(request, webhook)
    form = ReplayForm(request.POST)
    if form.is_valid():
        try:
            replay_webhook(webhook=held, from_event=form.cleaned_data["event"], by=user)
            toast(request, _("Se envía todo otra vez desde ese suceso."))
            return redirect("web:webhook", webhook=webhook)
        except UnableToReplay as error:
            form.add_error("event", WEBHOOK_FAILURES[error.code])
    return _detail(request, held, WebhookForm.of(held), form)


@require_POST
def webhook_removal(request: HttpRequest, webhook: int) -> HttpResponse:
    user, held = _found(request, webhook)
    toast(request, _("Webhook quitado: no se envía nada más."), undo=remove_webhook(webhook=held, by=user))
    return redirect("web:webhooks")


def _said(form: WebhookForm) -> dict[str, Any]:
    url, kinds = form.cleaned_data["url"], form.wanted()
    return {"url": url, "kinds": kinds, "allow_private": settings.LAZO_WEBHOOKS_PRIVATE}


def _found(request: HttpRequest, number: int) -> tuple[User, Webhook]:
    user = reader(request)
    held = own_webhook(user, number)
    if held is None:
        raise Http404
    return user, held


def _detail(request: HttpRequest, held: Webhook, form: WebhookForm, replay: ReplayForm) -> HttpResponse:
    context = {
        **about(reader(request), "webhooks"),
        "webhook": held,
        "form": form,
        "replay": replay,
        "letters": letter_lines(held),
    }
    status = 400 if form.errors or replay.errors else 200
    return render(request, "web/kernel/webhook_detail.html", context, status=status)
