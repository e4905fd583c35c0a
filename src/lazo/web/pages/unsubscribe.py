"""Darse de baja: the one click of RFC 8058. Opening the page changes nothing, because filters open every link; posting does."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lazo.identify.models import Party
from lazo.identify.operations.preferences import language_of
from lazo.interact.models import Message
from lazo.interact.operations.unsubscribe import leave
from lazo.interact.unsubscribing import message_of
from lazo.web.preference_page import HEADINGS, proof_of
from lazo.web.today import today
from lazo.web.visitor_limit import count_miss, may_knock


@csrf_exempt  # a mail program follows the one click without a cookie; the signed address is the secret
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    if not may_knock(request):
        return render(request, "web/identify/preference_wait.html", status=429)
    message = Message.objects.filter(pk=message_of(token) or 0).first()
    party = Party.objects.filter(pk=message.party).first() if message is not None else None
    if message is None or party is None:
        count_miss(request)
        return render(request, "web/identify/preference_spent.html", status=410)
    with translation.override(language_of(party.country)):
        request.LANGUAGE_CODE = translation.get_language() or ""
        if request.method == "POST":
            leave(message=message, on=today(request), proof=proof_of(request))
        context = {
            "is_out": request.method == "POST",
            "purpose": HEADINGS.get(message.purpose, message.get_purpose_display()),
            "way": message.get_channel_display(),
        }
        response = render(request, "web/interact/unsubscribe.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
