"""Coming in with a passkey alone: nothing is typed."""

from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lazo.web.entrance import come_in
from lazo.web.pages.sign_in import next_address


@login_not_required
@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """What the browser must sign; whose passkey it is, the answer says."""
    return JsonResponse(begin_authentication(None))


@login_not_required
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    form = LoginWebAuthnForm(data=request.POST)
    if not form.is_valid() or not form.cleaned_data["credential"].user.is_active:
        messages.error(request, _("Esa llave no abre ninguna cuenta de aquí. Entra con tu contraseña."))
        return redirect("web:sign_in")
    form.save()
    return come_in(request, form.cleaned_data["credential"].user, next_address(request), method="passkey")
