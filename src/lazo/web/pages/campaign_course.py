"""What one does with a campaign: ask, approve, launch, pause, resume, end, take back, copy, throw away."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lazo.interact.campaign_words import problem_words
from lazo.interact.operations.campaign import UnableToSaveCampaign, copy_campaign, remove_campaign
from lazo.interact.operations.campaign_course import (
    UnableToMoveCampaign,
    approve_campaign,
    ask_approval,
    end_campaign,
    enqueue_wave,
    launch_campaign,
    pause_campaign,
    resume_campaign,
    withdraw_campaign,
)
from lazo.web.pages.campaign import found
from lazo.web.permission import campaigner
from lazo.web.toasts import toast
from lazo.web.today import today


@require_POST
def campaign_request(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, ask_approval, _("Queda por aprobar."))


@require_POST
def campaign_approval(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, approve_campaign, _("Campaña aprobada."))


@require_POST
def campaign_launch(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, launch_campaign, _("Campaña lanzada: se prepara la audiencia."), on=today(request))


@require_POST
def campaign_withdrawal(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, withdraw_campaign, _("Volvió a borrador."))


@require_POST
def campaign_pause(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, pause_campaign, _("En pausa: nada sale hasta que la reanudes."))


@require_POST
def campaign_resumption(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, resume_campaign, _("Sigue en marcha."))


@require_POST
def campaign_end(request: HttpRequest, campaign: int) -> HttpResponse:
    return _moved(request, campaign, end_campaign, _("Terminada: lo que estaba en cola se cancela en un minuto."))


@require_POST
def campaign_wave(request: HttpRequest, campaign: int) -> HttpResponse:
    """Prepare the audience again, after what was in the way is gone."""
    by, held = campaigner(request), found(request, campaign)
    for wave in held.waves.all():
        if wave.ready_at is None:
            enqueue_wave(campaign=held, on=wave.on, by=by)
            toast(request, _("Se prepara otra vez."))
    return redirect("web:campaign", held.pk)


@require_POST
def campaign_copy(request: HttpRequest, campaign: int) -> HttpResponse:
    by, held = campaigner(request), found(request, campaign)
    try:
        made = copy_campaign(campaign=held, by=by, on=today(request))
    except UnableToSaveCampaign as error:
        toast(request, problem_words(error.code, error.params))
        return redirect("web:campaign", held.pk)
    toast(request, _("Copia guardada como borrador."))
    return redirect("web:campaign_edit", made.pk)


@require_POST
def campaign_removal(request: HttpRequest, campaign: int) -> HttpResponse:
    by, held = campaigner(request), found(request, campaign)
    try:
        token = remove_campaign(campaign=held, by=by)
    except UnableToSaveCampaign as error:
        toast(request, problem_words(error.code, error.params))
        return redirect("web:campaign", held.pk)
    toast(request, _("Borrador eliminado."), undo=token)
    return redirect("web:campaigns")


def _moved(
    request: HttpRequest, campaign: int, operation: Callable[..., str | None], said: str, **more: Any
) -> HttpResponse:
    by, held = campaigner(request), found(request, campaign)
    try:
        token = operation(campaign=held, by=by, **more)
        toast(request, said, undo=token or "")
    except UnableToMoveCampaign as error:
        toast(request, problem_words(error.code, error.params))
    return redirect("web:campaign", held.pk)
