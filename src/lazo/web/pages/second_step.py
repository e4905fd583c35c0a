"""After the password: the code of an application or a recovery code, or a passkey."""

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.web.entrance import come_in, waiting
from lazo.web.second_factor import second_factors


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """A code of six digits, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Código"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    pending = waiting(request)
    if pending is None:
        return redirect("web:sign_in")
    user, address = pending
    by_passkey = "credential" in request.POST
    kind = AuthenticateWebAuthnForm if by_passkey else CodeForm
    form = kind(user=user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return come_in(request, user, address, method="password_and_passkey" if by_passkey else "password_and_code")
    kinds = {factor.type for factor in second_factors(user)}
    context = {
        "form": CodeForm(user=user) if by_passkey else form,
        "problem": form.errors.get("credential", [""])[0] if by_passkey else "",
        "has_codes": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
    }
    return render(request, "web/kernel/session_step.html", context, status=400 if request.method == "POST" else 200)


@login_not_required
@require_POST
def second_step_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser must sign with a passkey of whoever gave the password."""
    pending = waiting(request)
    if pending is None:
        raise PermissionDenied
    return JsonResponse(begin_authentication(pending[0]))
