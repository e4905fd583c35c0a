"""Identidades: the pairs that wait for a person, one at a time, by keyboard alone if one likes."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lazo.identify.models import MatchPair
from lazo.identify.operations.match_decision import UnableToDecide, decide_pair, decide_pairs
from lazo.identify.queries.match_pair import pair_view
from lazo.identify.queries.match_queue import (
    QueueCounts,
    QueuedPair,
    audit_sample,
    look_alikes,
    queue_counts,
    review_queue,
)
from lazo.kernel.models import User
from lazo.web.context import company_of, formats_for
from lazo.web.identity_page import AUDIT, TABS, pair_context, tabs_context
from lazo.web.identity_words import refused
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today


@require_safe
def identities(request: HttpRequest, pair: int | None = None) -> HttpResponse:
    """The queue of a tab and one of its pairs: the one of the address, else the first. A pair opens the tab of its kind."""
    user = reader(request)
    tab = _tab(request) or _tab_of(user, pair)
    queue = _queue(request, tab)
    number = pair if pair is not None else next((one.id for one in queue), None)
    context = {
        **tabs_context(user, tab),
        "audit": AUDIT,
        "queue": queue,
        "number": number,
        "counts": _counts(request),
        "place": next((place for place, one in enumerate(queue, 1) if one.id == number), None),
    }
    if number is not None:
        view = pair_view(user=user, pair=number, on=today(request))
        if view is None:
            raise Http404
        context |= pair_context(view, formats_for(company_of(request)))
        context["alike"] = len(look_alikes(pair=view.pair, user=user)) - 1 if tab != AUDIT else 0
    return render(request, "web/identify/pair_list.html", context)


@require_POST
def pair_decision(request: HttpRequest, pair: int) -> HttpResponse:
    """What the reader says of a pair; then the next one."""
    user = reader(request)
    found = MatchPair.objects.visible_to(user).filter(pk=pair).first()
    if found is None:
        raise Http404
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    try:
        done = decide_pair(pair=found, verdict=verdict, by=user, on=today(request), force=reason)
    except UnableToDecide as error:
        toast(request, refused(error.code))
        return redirect(_address(request, pair if error.code in {"different_documents", "apart"} else None))
    toast(request, _said(verdict), undo=done.undo)
    return redirect(_address(request))


@require_safe
def pair_look_alikes(request: HttpRequest, pair: int) -> HttpResponse:
    """The pairs whose reasons are the same as those of one: to be decided together."""
    user = reader(request)
    found = MatchPair.objects.visible_to(user).filter(pk=pair).first()
    if found is None:
        raise Http404
    view = pair_view(user=user, pair=pair, on=today(request))
    context = {
        "section": "data",
        "tab": "identities",
        "kind": _tab(request),
        "pair": found,
        "sentence": view.sentence if view else "",
        "pairs": look_alikes(pair=found, user=user),
    }
    return render(request, "web/identify/pair_look_alikes.html", context)


@require_POST
def pair_decisions(request: HttpRequest, pair: int) -> HttpResponse:
    """The same answer for all that are marked."""
    user = reader(request)
    marked = [int(number) for number in request.POST.getlist("pairs") if number.isdecimal()]
    if not marked:
        toast(request, _("No marcaste ninguna."))
        return redirect("web:pair_look_alikes", pair=pair)
    try:
        done = decide_pairs(pairs=marked, verdict=request.POST.get("verdict", ""), by=user, on=today(request))
    except UnableToDecide as error:
        toast(request, refused(error.code))
        return redirect("web:pair_look_alikes", pair=pair)
    toast(request, _told(len(done.decisions), len(done.skipped)), undo=done.undo)
    return redirect(_address(request))


def _tab(request: HttpRequest) -> str:
    tab = request.POST.get("tipo") or request.GET.get("tipo", "")
    return tab if tab == AUDIT or tab in TABS else ""


def _tab_of(user: User, pair: int | None) -> str:
    """The tab where a pair waits; the first one of a pair that is not there."""
    kind = MatchPair.objects.visible_to(user).filter(pk=pair).values_list("kind", flat=True).first() if pair else None
    return next((tab for tab, of in TABS.items() if of == kind), "")


def _queue(request: HttpRequest, tab: str) -> Sequence[QueuedPair]:
    user = reader(request)
    return audit_sample(user=user) if tab == AUDIT else review_queue(user=user, kind=TABS[tab]).pairs


def _counts(request: HttpRequest) -> QueueCounts:
    company = company_of(request)
    zone = ZoneInfo(company.time_zone) if company else timezone.get_current_timezone()
    return queue_counts(user=reader(request), since=datetime.combine(today(request), datetime.min.time(), tzinfo=zone))


def _address(request: HttpRequest, pair: int | None = None) -> str:
    tab = _tab(request)
    address = reverse("web:identity", args=[pair]) if pair is not None else reverse("web:identities")
    return f"{address}?tipo={tab}" if tab else address


def _said(verdict: str) -> str:
    return {
        "SAME": _("Unidas."),
        "NOT": _("Son dos. No se volverá a preguntar."),
        "RELATED": _("Son dos, y quedó su relación."),
    }.get(verdict, _("Para después."))


def _told(decided: int, skipped: int) -> str:
    said = ngettext("%(n)d pareja decidida.", "%(n)d parejas decididas.", decided) % {"n": decided}
    if not skipped:
        return said
    left = ngettext("%(n)d quedó igual: ábrela para ver por qué.", "%(n)d quedaron igual: ábrelas para ver por qué.", skipped)  # fmt: skip
    return f"{said} {left % {'n': skipped}}"
