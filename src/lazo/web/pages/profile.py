"""Perfil: what a person sets for themselves, their keys and their open sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lazo.kernel.models import User
from lazo.kernel.operations.session import close_sessions
from lazo.kernel.operations.user import UnableToSetPassword, set_password
from lazo.web.entrance import note_confirmed, note_session
from lazo.web.password_form import ChangePasswordForm
from lazo.web.profile_form import ProfileForm
from lazo.web.queries.sessions import open_sessions
from lazo.web.reader import reader
from lazo.web.second_factor import second_factors
from lazo.web.throttle import allowance, count_failure


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(user)
    if request.method == "POST" and form.is_valid():
        form.save(user=user)
        messages.success(request, _("Guardado."))
        return redirect("web:profile")
    context = profile_context(request, user) | {"form": form}
    return render(request, "web/kernel/profile.html", context, status=400 if request.method == "POST" else 200)


def profile_context(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the page shows beside the form of preferences."""
    factors = second_factors(user)
    return {
        "section": "profile",
        "codes": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "has_recovery": bool(factors),
        "has_password": user.has_usable_password(),
        "sessions": open_sessions(user=user, current=request.session.session_key),
    }


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password: the other sessions end, this one stays."""
    user = reader(request)
    form = ChangePasswordForm(request.POST or None)
    if not user.has_usable_password():
        form.fields.pop("old")
    if request.method == "POST" and form.is_valid() and _old_is_right(request, user, form):
        try:
            set_password(user=user, password=form.cleaned_data["new"], by=user)
            update_session_auth_hash(request, user)
            note_confirmed(request)
            note_session(request)
            messages.success(request, _("Tu contraseña cambió. Las demás sesiones se cerraron."))
            return redirect("web:profile")
        except UnableToSetPassword as error:
            form.add_error("new", error.reasons)
    status = 400 if request.method == "POST" else 200
    return render(request, "web/kernel/password_edit.html", {"section": "profile", "form": form}, status=status)


def _old_is_right(request: HttpRequest, user: User, form: ChangePasswordForm) -> bool:
    if "old" not in form.fields:
        return True
    if not allowance(request, user.email).seconds and user.check_password(form.cleaned_data["old"]):
        return True
    count_failure(request, user.email)
    form.add_error("old", _("Esa no es tu contraseña de ahora."))
    return False


@require_POST
def session_end(request: HttpRequest, session: int) -> HttpResponse:
    user = reader(request)
    close_sessions(user=user, sessions=[get_object_or_404(UserSession, pk=session, user=user)], by=user)
    messages.success(request, _("Sesión cerrada."))
    return redirect("web:profile")


@require_POST
def other_sessions_end(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    others = list(UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key))
    count = close_sessions(user=user, sessions=others, by=user)
    text = ngettext("Cerramos %(count)s sesión.", "Cerramos %(count)s sesiones.", count) % {"count": count}
    messages.success(request, text)
    return redirect("web:profile")
