"""Who are you? Asked again before one's keys are changed."""

from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.kernel.models import User
from lazo.web.entrance import note_confirmed
from lazo.web.pages.sign_in import wait_sentence
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.second_factor import second_factors
from lazo.web.throttle import allowance, count_failure


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The password, a code or a passkey: any of what one has."""
    user = reader(request)
    problem = _problem(request, user) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        note_confirmed(request)
        return back(request)
    kinds = {factor.type for factor in second_factors(user)}
    context = {
        "section": "profile",
        "problem": problem,
        "next": request.GET.get("next", request.POST.get("next", "")),
        "has_password": user.has_usable_password(),
        "has_codes": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
    }
    return render(request, "web/kernel/confirm.html", context, status=400 if problem else 200)


@require_POST
def confirm_challenge(request: HttpRequest) -> HttpResponse:
    return JsonResponse(begin_authentication(reader(request)))


def _problem(request: HttpRequest, user: User) -> str:
    """What is wrong with what was answered; blank when it shows that it is them."""
    if "credential" in request.POST:
        form = ReauthenticateWebAuthnForm(user=user, data=request.POST)
        return "" if form.is_valid() else _("Esa llave no es tuya.")
    if "code" in request.POST:
        form = ReauthenticateForm(user=user, data=request.POST)
        return "" if form.is_valid() else " ".join(form.errors.get("code", [""]))
    wait = allowance(request, user.email)
    if wait.seconds:
        return wait_sentence(wait.minutes)
    if user.check_password(request.POST.get("password", "")):
        return ""
    count_failure(request, user.email)
    return _("Esa no es tu contraseña.")
