"""Today: the best one can do now, what waits for an answer, and one's own to-dos."""

from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lazo.customize.jobs import DECIDE
from lazo.customize.operations.action_answer import UnableToAnswerAction, answer_action
from lazo.customize.queries.next_action import (
    action_of,
    actions_for,
    current_action_run,
    reckoning_of,
    unanswered,
    work_of,
)
from lazo.customize.queries.offer import found_offer
from lazo.differentiate.models import Score
from lazo.interact.queries.to_do import to_dos_of_user
from lazo.kernel.access import may
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Job
from lazo.web.action_words import action_views, customer_action, name_of
from lazo.web.charts.areas import AREAS
from lazo.web.context import company_of, formats_for
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.toasts import toast
from lazo.web.today import today as company_day

FAILURES = {
    "gone": gettext_lazy("Esa acción ya no está: se decidió de nuevo. Mira la de ahora."),
    "already_answered": gettext_lazy("Ya se dijo qué pasó con esa acción."),
    "not_carried_out": gettext_lazy("Primero marca que se hizo."),
}
SAID = {
    "done": gettext_lazy("Hecha. Cuando responda, dilo en «Esperan respuesta»."),
    "postponed": gettext_lazy("Pospuesta una semana."),
    "withheld": gettext_lazy("No se le ofrecerá por ahora."),
    "accepted": gettext_lazy("Aceptó."),
    "declined": gettext_lazy("No quiso: descansa de esta oferta."),
    "ignored": gettext_lazy("No respondió."),
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    user, on, formats = reader(request), company_day(request), formats_for(company_of(request))
    mine, area = request.GET.get("de") != "todos", request.GET.get("area", "")
    area = area if area in AREAS else ""
    offer = found_offer(request.GET.get("oferta", ""))
    found = actions_for(user=user, mine=mine, area=area, offer=offer.key if offer else "", after=_after(request))
    context = {
        "section": "today",
        "greeting": _greeting(request),
        "today": on,
        "run": (run := current_action_run()),
        "is_old": run is not None and run.on_date != on,
        "work": work_of(user=user, mine=mine),
        "actions": action_views(found.rows, formats),
        "next": f"{found.next[0]}_{found.next[1]}" if found.next else "",
        "mine": mine,
        "area": area,
        "offer": offer,
        "areas": AREAS,
        "waiting": [(row, name_of(row.party)) for row in unanswered(user=user, mine=mine)],
        "to_dos": to_dos_of_user(user=user, on=on),
        "may_decide": may(user, "may_administer"),
        "job": _job() if may(user, "may_administer") else None,
    }
    return render(request, "web/customize/today.html", context)


@require_POST
def today_decision(request: HttpRequest) -> HttpResponse:
    """Ask for today to be decided again."""
    if not may(reader(request), "may_administer"):
        raise PermissionDenied
    day = company_day(request).isoformat()
    enqueue(DECIDE, by=reader(request), arguments={"on": day}, key=f"{DECIDE} {day}")
    toast(request, _("Se está decidiendo. Tarda unos segundos; vuelve a cargar la página."))
    return redirect("web:today")


@require_POST
def action_answer(request: HttpRequest, action: int) -> HttpResponse:
    """What became of an action; the list or the customer's page comes back with the way to undo it."""
    said = request.POST.get("said", "")
    try:
        token = answer_action(action=action, said=said, by=reader(request), on=company_day(request))
    except UnableToAnswerAction as error:
        if error.code not in FAILURES:
            raise Http404 from error
        toast(request, str(FAILURES[error.code]))
    else:
        toast(request, str(SAID[said]), undo=token)
    return back(request, reverse("web:today"))


@require_safe
def customer_actions(request: HttpRequest, customer: int) -> HttpResponse:
    """Everything that was weighed for a customer today, and why each lost."""
    party, formats = found_party(request, customer), formats_for(company_of(request))
    action = action_of(customer=party.pk)
    score = Score.objects.filter(pk=party.pk).first()
    reckoning = reckoning_of(customer=party.pk, action=action)
    context: dict[str, Any] = {"section": "customers", "party": party, "today": company_day(request)}
    context |= customer_action(reckoning, action, score=score, formats=formats)
    return render(request, "web/customize/customer_actions.html", context)


def _after(request: HttpRequest) -> tuple[int, int] | None:
    money, _line, number = request.GET.get("desde", "").partition("_")
    is_whole = money.isascii() and money.isdecimal() and number.isascii() and number.isdecimal()
    return (int(money), int(number)) if is_whole and len(money) < 19 and len(number) < 19 else None


def _job() -> Job | None:
    """A decision that is on its way."""
    return Job.objects.filter(kind=DECIDE, state__in=(Job.State.QUEUED, Job.State.RUNNING)).order_by("-pk").first()


def _greeting(request: HttpRequest) -> str:
    company = company_of(request)
    hour = timezone.localtime(timezone=ZoneInfo(company.time_zone) if company else None).hour
    name = reader(request).name.partition(" ")[0]
    if hour < 12:
        return _("Buenos días, %(name)s") % {"name": name}
    if hour < 19:
        return _("Buenas tardes, %(name)s") % {"name": name}
    return _("Buenas noches, %(name)s") % {"name": name}
