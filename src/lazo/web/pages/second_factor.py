"""Perfil: codes of an application, recovery codes, passkeys; asked who one is before any of them changes."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.kernel.operations.second_factor import (
    UnableToAddSecondFactor,
    add_code_application,
    add_passkey,
    make_recovery_codes,
    remove_second_factor,
    rename_passkey,
)
from lazo.web.confirmation import confirmed
from lazo.web.entrance import is_confirmed
from lazo.web.markup import drawn
from lazo.web.qr_code import qr_code
from lazo.web.reader import reader
from lazo.web.second_factor import second_factors
from lazo.web.words_of_access import FACTOR_FAILURES


@require_http_methods(["GET", "POST"])
@confirmed
def codes(request: HttpRequest) -> HttpResponse:
    """The secret as a picture and as text; the first right code switches the second step on."""
    user = reader(request)
    secret = get_totp_secret()
    problem = ""
    if request.method == "POST":
        code = request.POST.get("code", "").replace(" ", "")[:20]
        try:
            add_code_application(user=user, secret=secret, code=code, by=user)
            clear_totp_secret(request)
            messages.success(request, _("El segundo paso está puesto. Guarda tus códigos de respaldo."))
            return redirect("web:recovery_codes")
        except UnableToAddSecondFactor as error:
            problem = str(FACTOR_FAILURES[error.code])
    picture = drawn(qr_code(get_adapter().build_totp_url(user, secret)))
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"section": "profile", "picture": picture, "secret": spaced, "problem": problem}
    return render(request, "web/kernel/codes_new.html", context, status=400 if problem else 200)


@require_http_methods(["GET", "POST"])
@confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left; a POST makes new ones."""
    user = reader(request)
    if not second_factors(user):
        return redirect("web:profile")
    if request.method == "POST":
        make_recovery_codes(user=user, by=user)
        messages.success(request, _("Códigos nuevos. Los de antes ya no sirven."))
        return redirect("web:recovery_codes")
    kept = get_object_or_404(Authenticator, user=user, type=Authenticator.Type.RECOVERY_CODES)
    context = {"section": "profile", "codes": kept.wrap().get_unused_codes()}
    return render(request, "web/kernel/recovery_codes.html", context)


@require_POST
@confirmed
def factor_removal(request: HttpRequest, factor: int) -> HttpResponse:
    user = reader(request)
    found = get_object_or_404(Authenticator, pk=factor, user=user, type__in=("totp", "webauthn"))
    remove_second_factor(factor=found, by=user)
    messages.success(request, _("Listo: ya no sirve para entrar."))
    return redirect("web:profile")


@require_POST
def passkey_creation(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey for this person here."""
    if not is_confirmed(request):
        raise PermissionDenied
    return JsonResponse(begin_registration(reader(request), passwordless=True))


@require_http_methods(["GET", "POST"])
@confirmed
def passkeys(request: HttpRequest) -> HttpResponse:
    """Make a passkey: the name, and what the browser answered."""
    user = reader(request)
    form = AddWebAuthnForm(user=user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = request.POST.get("name", "").strip() or _("Llave de acceso")
        add_passkey(user=user, name=name, credential=form.cleaned_data["credential"], by=user)
        messages.success(request, _("Llave guardada. La próxima vez entra sin escribir nada."))
        return redirect("web:profile")
    problem = _("El navegador no pudo crear la llave. Prueba otra vez.") if request.method == "POST" else ""
    context = {"section": "profile", "problem": problem, "by_number": _is_number(request.get_host())}
    return render(request, "web/kernel/passkey_new.html", context, status=400 if problem else 200)


@require_POST
def passkey_name(request: HttpRequest, factor: int) -> HttpResponse:
    user = reader(request)
    found = get_object_or_404(Authenticator, pk=factor, user=user, type=Authenticator.Type.WEBAUTHN)
    try:
        rename_passkey(passkey=found, name=request.POST.get("name", ""), by=user)
        messages.success(request, _("Guardado."))
    except UnableToAddSecondFactor as error:
        messages.error(request, FACTOR_FAILURES[error.code])
    return redirect("web:profile")


def _is_number(host: str) -> bool:
    """Passkeys belong to a name: none can be made for the number of a computer."""
    return host.partition(":")[0].replace(".", "").isdecimal() or host.startswith("[")
