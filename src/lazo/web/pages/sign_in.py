"""Coming in with an address and a password, and going out."""

from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.kernel.operations.sign_in_key import user_of_key
from lazo.web.markup import drawn
from lazo.web.showcase import showcase_map


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Ese correo y esa contraseña no van juntos. Revisa los dos y prueba otra vez."),
        "inactive": _("Esta cuenta está cerrada. Pide a quien administra Lazo que la abra."),
    }

    username = forms.EmailField(
        label=_("Correo"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Contraseña"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("web:home")
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(_next_address(request))
    status = 400 if request.method == "POST" else 200
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
    login(request, user)
    return redirect("web:home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("web:sign_in")


def _next_address(request: HttpRequest) -> str:
    """Where they were going, when it is ours; home otherwise."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
