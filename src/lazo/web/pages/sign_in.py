"""Coming in with an address and a password, a passkey, or the key of a command; and going out."""

from typing import cast

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.kernel.operations.sign_in_key import user_of_key
from lazo.web.entrance import come_in, enter
from lazo.web.markup import drawn
from lazo.web.showcase import showcase_map
from lazo.web.throttle import allowance, count_failure

WARN_FROM = 3
"""Attempts left from which on they are counted aloud."""


class SignInForm(AuthenticationForm):
    """Asks the throttle before it asks the password."""

    error_messages = {
        "invalid_login": gettext_lazy("Ese correo y esa contraseña no van juntos. Revisa los dos y prueba otra vez."),
        "inactive": gettext_lazy("Esta cuenta está cerrada. Pide a quien administra Lazo que la abra."),
    }

    username = forms.EmailField(
        label=gettext_lazy("Correo"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "username webauthn", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Contraseña"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )
    is_throttled = False

    def clean_username(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()

    def clean(self) -> dict[str, object]:
        account = self.cleaned_data.get("username", "")
        request = cast("HttpRequest", self.request)
        wait = allowance(request, account)
        if wait.seconds:
            self.is_throttled = True
            raise forms.ValidationError(wait_sentence(wait.minutes))
        try:
            return dict(super().clean())
        except forms.ValidationError as error:
            count_failure(request, account)
            raise forms.ValidationError([error, *_left_sentence(allowance(request, account).attempts)]) from error


def wait_sentence(minutes: int) -> str:
    """What is said to whoever has tried too often."""
    return ngettext(
        "Demasiados intentos. Espera %(minutes)s minuto y prueba otra vez.",
        "Demasiados intentos. Espera %(minutes)s minutos y prueba otra vez.",
        minutes,
    ) % {"minutes": minutes}


def _left_sentence(left: int) -> list[str]:
    if left > WARN_FROM:
        return []
    if not left:
        return [_("Era el último intento por ahora.")]
    return [ngettext("Te queda %(left)s intento.", "Te quedan %(left)s intentos.", left) % {"left": left}]


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("web:home")
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return enter(request, form.get_user(), next_address(request))
    status = (429 if form.is_throttled else 400) if request.method == "POST" else 200
    context = {
        "form": form,
        "map": drawn(showcase_map()),
        "next": request.GET.get("next", request.POST.get("next", "")),
    }
    return render(request, "web/kernel/session_new.html", context, status=status)


@login_not_required
@require_safe
def sign_in_by_key(request: HttpRequest, key: str) -> HttpResponse:
    """The address that a command opens in the browser of whoever ran it; a key that is spent leads to the password."""
    user = user_of_key(key=key)
    if user is None:
        return redirect("web:sign_in")
    return come_in(request, user, "/", method="key")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    return redirect("web:sign_in")


def next_address(request: HttpRequest) -> str:
    """Where they were going, when it is ours; home otherwise."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
