"""The customers behind a number of an offer: of a group, with an answer, or to whom it is not proposed and why."""

import json
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lazo.customize.models import Offer
from lazo.customize.queries.offer import found_offer
from lazo.customize.queries.offer_people import GROUPS, LEFT_ALONE, TREATED
from lazo.customize.queries.offer_people import offer_people as people_of
from lazo.web.action_words import VERDICTS
from lazo.web.reader import reader

WORDS = {
    "treated": gettext_lazy("Con ella"),
    "control": gettext_lazy("Sin ella, para medir"),
    "done": gettext_lazy("Se hizo"),
    "accepted": gettext_lazy("Aceptaron"),
    "declined": gettext_lazy("No quisieron"),
    "ignored": gettext_lazy("No respondieron"),
    "postponed": gettext_lazy("Se pospuso"),
    "withheld": gettext_lazy("Alguien decidió no ofrecérsela"),
    **VERDICTS,
}
OF_CUSTOMER = ("accepted", "declined", "ignored")


@require_safe
def offer_people(request: HttpRequest, key: str) -> HttpResponse:
    """Those of `por`, or else all who got it, of whom the reader may see."""
    found = found_offer(key)
    if found is None:
        raise Http404
    return _people(request, found, request.GET.get("por", TREATED))


@require_safe
def left_alone_people(request: HttpRequest) -> HttpResponse:
    """Who gets nothing on the day of the decision, to compare."""
    return _people(request, None, LEFT_ALONE)


def _people(request: HttpRequest, offer: Offer | None, why: str) -> HttpResponse:
    text = request.GET.get("desde", "")
    after = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    people = people_of(user=reader(request), offer=offer, why=why, after=after)
    if people is None:
        raise Http404
    rules = _rules(offer, why) if offer is not None else ""
    context = {
        "section": "offers",
        "offer": offer,
        "name": _(offer.name) if offer is not None else "",
        "title": WORDS[why] if offer is not None else _("Sin nada, para medir"),
        "people": people,
        "next": "?" + urlencode({"por": why, "desde": people.next}) if people.next else "",
        "segment": f"{reverse('web:segment_new')}?{urlencode({'reglas': rules})}" if rules else "",
    }
    return render(request, "web/customize/offer_people.html", context)


def _rules(offer: Offer, why: str) -> str:
    """What a segment of them says, blank where rules have no word for it. It counts as of the last sync."""
    campaigns = [offer.experiment.key]
    if why in GROUPS:
        return json.dumps({"campaigns": {"campaigns": campaigns, "groups": [why]}})
    if why in OF_CUSTOMER:
        return json.dumps({"events": {"campaigns": campaigns, "names": [why]}})
    return ""
