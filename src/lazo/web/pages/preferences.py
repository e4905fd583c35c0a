"""What a customer opens by their link: what they allow, all of it off in one click, their data or their erasure asked for."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import DataRequest, PreferenceLink
from lazo.identify.operations.data_request import UnableToHandleRequest, open_request
from lazo.identify.operations.preferences import (
    UnableToSavePreferences,
    open_link,
    save_preferences,
    withdraw_everything,
)
from lazo.web.preference_page import allowed_in, boxes_of, proof_of
from lazo.web.today import today
from lazo.web.visitor_limit import count_miss, may_knock

Kind = DataRequest.Kind
ASKABLE = (Kind.ACCESS, Kind.PORTABILITY, Kind.RECTIFICATION, Kind.ERASURE)
View = Callable[[HttpRequest, PreferenceLink], HttpResponse]


def _with_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """The link that the address names, in its language; nobody learns which links there are by trying many."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        if not may_knock(request):
            return render(request, "web/identify/preference_wait.html", status=429)
        link = open_link(token=token)
        if link is None:
            count_miss(request)
            return render(request, "web/identify/preference_spent.html", status=410)
        chosen = request.GET.get("idioma", "")
        link.language = chosen if chosen in dict(settings.LANGUAGES) else link.language
        with translation.override(link.language):
            request.LANGUAGE_CODE = link.language
            response = view(request, link)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened


@login_not_required
@require_http_methods(["GET", "POST"])
@_with_link
def preferences(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    if request.method == "GET":
        return _page(request, link)
    try:
        save_preferences(link=link, allowed=allowed_in(request.POST), proof=proof_of(request), on=today(request))
    except UnableToSavePreferences:
        return _page(request, link, said="unknown", status=400)
    return _page(request, link, said="saved")


@csrf_exempt  # a mail program follows the one click of RFC 8058 without a cookie; the link itself is the secret
@login_not_required
@require_POST
@_with_link
def preferences_withdrawal(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    withdraw_everything(link=link, proof=proof_of(request), on=today(request))
    return _page(request, link, said="off")


@login_not_required
@require_POST
@_with_link
def preferences_request(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    kind, day = request.POST.get("pide", ""), today(request)
    said, party = request.POST.get("detalle", ""), link.party.canonical or link.party
    if kind not in ASKABLE:
        return _page(request, link, said="unknown", status=400)
    try:
        made = open_request(party=party, kind=kind, way="web", received_on=day, on=day, by=None, said=said)
    except UnableToHandleRequest:
        return _page(request, link, said="too_long", status=400)
    return _page(request, link, said="asked", made=made)


def _page(
    request: HttpRequest, link: PreferenceLink, *, said: str = "", made: DataRequest | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "purposes": boxes_of(link, language=link.language, on=today(request)),
        "askable": [(kind.value, kind.label) for kind in ASKABLE],
        "language": link.language,
        "address": request.path.removesuffix("/retiro").removesuffix("/solicitud"),
        "said": said,
        "made": made,
    }
    return render(request, "web/identify/preferences.html", context, status=status)
