"""Ajustes: who works here; inviting, what each may see, closing and opening access."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.differentiate.operations.bulk import UnableToChangeMany, assign_owner
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.models import Role, Team, User
from lazo.kernel.operations.administrators import UnableToLeaveWithoutAdministrator
from lazo.kernel.operations.invitation import make_invitation
from lazo.kernel.operations.newcomer import welcome_user
from lazo.kernel.operations.role import set_roles
from lazo.kernel.operations.second_factor import remove_second_factors
from lazo.kernel.operations.team import set_teams
from lazo.kernel.operations.user import UnableToAddUser, close_user, reopen_user
from lazo.web.people_form import InvitationForm, WorkerForm
from lazo.web.permission import administrator
from lazo.web.queries.people import Holdings, workers
from lazo.web.toasts import toast
from lazo.web.words_of_access import LAST_ADMINISTRATOR, USER_FAILURES, handed_over

LINK = "lazo.invitation"


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The front door of the settings."""
    administrator(request)
    return redirect("web:users")


@require_http_methods(["GET", "POST"])
def users(request: HttpRequest) -> HttpResponse:
    """The list, and the form that invites."""
    by = administrator(request)
    form = InvitationForm(request.POST or None, initial={"role": "agent"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = welcome_user(email=said["email"], name=said["name"], role=said["role"], team=said["team"], by=by)
            return _with_link(request, user, by)
        except UnableToAddUser as error:
            form.add_error("email", USER_FAILURES[error.code])
    context = {"section": "settings", "tab": "users", "form": form, "workers": workers(Holdings())}
    return render(request, "web/kernel/user_list.html", context, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, user: int) -> HttpResponse:
    """One person: their roles and teams, what they see, their access."""
    by = administrator(request)
    found = get_object_or_404(User, pk=user)
    form = WorkerForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            roles = [role.key for role in form.cleaned_data["roles"]]
            token = set_roles(user=found, roles=roles, by=by)
            teams = set_teams(user=found, teams=form.cleaned_data["teams"], by=by)
            toast(request, _("Guardado."), undo=token or teams)
            return redirect("web:user", user=user)
        except UnableToLeaveWithoutAdministrator:
            problem = str(LAST_ADMINISTRATOR)
    context = _user_context(request, found) | {"problem": problem}
    return render(request, "web/kernel/user_detail.html", context, status=400 if request.method == "POST" else 200)


def _user_context(request: HttpRequest, user: User) -> dict[str, Any]:
    holdings = Holdings()
    link = request.session.get(LINK, {})
    if link.get("user") == user.pk:
        request.session.pop(LINK)
    return {
        "section": "settings",
        "tab": "users",
        "worker": workers(holdings, [user.pk])[0],
        "link": link["address"] if link.get("user") == user.pk else "",
        "roles": Role.objects.order_by("id"),
        "teams": Team.objects.order_by("name"),
        "total": holdings.total,
        "heirs": User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name", "id"),
    }


@require_POST
def user_close(request: HttpRequest, user: int) -> HttpResponse:
    by = administrator(request)
    try:
        token = close_user(user=get_object_or_404(User, pk=user), by=by)
        toast(request, _("Acceso cerrado. Sus sesiones terminaron."), undo=token)
    except UnableToLeaveWithoutAdministrator:
        messages.error(request, LAST_ADMINISTRATOR)
    return redirect("web:user", user=user)


@require_POST
def user_reopen(request: HttpRequest, user: int) -> HttpResponse:
    token = reopen_user(user=get_object_or_404(User, pk=user), by=administrator(request))
    toast(request, _("Acceso abierto, con las funciones de antes."), undo=token)
    return redirect("web:user", user=user)


@require_POST
def user_link(request: HttpRequest, user: int) -> HttpResponse:
    """Another link for whoever lost the first one or forgot the password."""
    by = administrator(request)
    return _with_link(request, get_object_or_404(User, pk=user, is_active=True), by)


@require_POST
def user_factors_removal(request: HttpRequest, user: int) -> HttpResponse:
    """For whoever lost the telephone and the recovery codes."""
    by = administrator(request)
    remove_second_factors(user=get_object_or_404(User, pk=user), by=by)
    messages.success(request, _("Entrará solo con su contraseña hasta que ponga otro segundo paso."))
    return redirect("web:user", user=user)


@require_POST
def user_customers(request: HttpRequest, user: int) -> HttpResponse:
    """Give the customers of somebody to somebody else, or to nobody: all at once, and to be taken back."""
    by = administrator(request)
    said = request.POST.get("heir", "")
    heir = User.objects.filter(pk=said, is_active=True).first() if said.isdecimal() else None
    if heir is None and said:
        messages.error(request, _("Elige a alguien con acceso."))
        return redirect("web:user", user=user)
    try:
        done = assign_owner(by=by, question=ListQuestion(owners=(user,)), owner=heir)
        toast(request, handed_over(done.customers, heir), undo=done.undo)
    except UnableToChangeMany:
        messages.error(request, _("No tiene clientes que tú veas."))
    return redirect("web:user", user=user)


def _with_link(request: HttpRequest, user: User, by: User) -> HttpResponse:
    """The page of the person, which shows the link this once."""
    token = make_invitation(user=user, by=by)
    address = request.build_absolute_uri(reverse("web:invitation", args=[user.pk, token]))
    request.session[LINK] = {"user": user.pk, "address": address}
    return redirect("web:user", user=user.pk)
