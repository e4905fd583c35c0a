"""Campañas: salida. What waits, what is in doubt and is to be decided, what failed and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lazo.interact.operations.outbox import (
    UnableToSteerOutbox,
    cancel_message,
    decide_doubtful,
    pause_sending,
    resume_sending,
    retry_failed,
)
from lazo.interact.queries.outbox import account_names, numbers_in_trouble, outbox, visible_numbers
from lazo.kernel.access import may
from lazo.web.outbox_words import problem_words
from lazo.web.permission import administrator, campaigner
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET"])
def outbox_page(request: HttpRequest) -> HttpResponse:
    user, problem = campaigner(request), request.GET.get("motivo", "")[:60]
    shown = outbox(user=user, problem=problem)
    names = account_names()
    context = {
        "section": "campaigns",
        "may_campaign": True,
        "tab": "outbox",
        "outbox": shown,
        "queue": [(names.get(line.account, "–"), line) for line in shown.queue],
        "problems": [(problem_words(line.problem), line) for line in shown.problems],
        "blocked": [(problem_words(line.problem, is_rule=True), line) for line in shown.blocked],
        "doubtful": [(problem_words(line.message.problem), line) for line in shown.doubtful],
        "failed": [(problem_words(line.message.problem), line) for line in shown.failed],
        "problem": problem,
        "may_steer": may(user, "may_administer"),
    }
    return render(request, "web/interact/outbox.html", context)


@require_POST
def outbox_pause(request: HttpRequest) -> HttpResponse:
    pause_sending(by=administrator(request))
    toast(request, _("Los envíos masivos están en pausa. Los de servicio siguen."))
    return redirect("web:outbox")


@require_POST
def outbox_resumption(request: HttpRequest) -> HttpResponse:
    try:
        resume_sending(by=administrator(request))
        toast(request, _("Los envíos masivos siguen."))
    except UnableToSteerOutbox:
        toast(request, _("No estaban en pausa."))
    return redirect("web:outbox")


@require_POST
def outbox_doubts(request: HttpRequest) -> HttpResponse:
    """Send again, or count as sent, those that were chosen."""
    by, choice = administrator(request), request.POST.get("decision", "")
    chosen = [int(one) for one in request.POST.getlist("mensaje") if one.isdecimal() and len(one) < 19]
    try:
        count = decide_doubtful(
            messages=visible_numbers(by, chosen), choice=choice, by=by, at=timezone.now(), day=today(request)
        )
    except UnableToSteerOutbox:
        count = 0
    words = ngettext("%(count)s mensaje decidido.", "%(count)s mensajes decididos.", count)
    toast(request, words % {"count": count})
    return redirect("web:outbox")


@require_POST
def outbox_retry(request: HttpRequest) -> HttpResponse:
    """Try all again that failed for a reason."""
    by, problem = administrator(request), request.POST.get("motivo", "")[:60]
    numbers = numbers_in_trouble(by, state="FAILED", problem=problem)
    count = retry_failed(messages=numbers, by=by, at=timezone.now())
    words = ngettext("%(count)s mensaje vuelve a la cola.", "%(count)s mensajes vuelven a la cola.", count)
    toast(request, words % {"count": count})
    return redirect("web:outbox")


@require_POST
def outbox_cancellation(request: HttpRequest, message: int) -> HttpResponse:
    by = administrator(request)
    try:
        if visible_numbers(by, [message]):
            cancel_message(message=message, by=by)
            toast(request, _("Mensaje cancelado."))
    except UnableToSteerOutbox:
        toast(request, _("Ya no estaba en cola."))
    return redirect("web:outbox")
