"""Ajustes: the roles, how far each sees and what it allows; what a change would show, before it is made."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.kernel.models import Role, Scope
from lazo.kernel.operations.administrators import UnableToLeaveWithoutAdministrator
from lazo.kernel.operations.role import FIELDS, UnableToEditRole, edit_role, make_role, remove_role
from lazo.web.people_form import RoleForm
from lazo.web.permission import administrator
from lazo.web.queries.people import Holdings, preview_role, role_rows
from lazo.web.toasts import toast
from lazo.web.words_of_access import LAST_ADMINISTRATOR, ROLE_FAILURES


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    form = RoleForm(request.POST or None, initial={"scope": Scope.OWN})
    if request.method == "POST" and form.is_valid():
        try:
            role = make_role(by=by, **form.cleaned_data)
            return redirect("web:role", role=role.pk)
        except UnableToEditRole as error:
            form.add_error(error.field or None, ROLE_FAILURES[error.code])
    context = {"section": "settings", "tab": "roles", "form": form, "rows": role_rows()}
    return render(request, "web/kernel/role_list.html", context, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, role: int) -> HttpResponse:
    """One role; with its fields in the address, what they would show."""
    by = administrator(request)
    found = get_object_or_404(Role, pk=role)
    kept = {field: getattr(found, field) for field in FIELDS}
    form = RoleForm(request.POST if request.method == "POST" else (request.GET or None), initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            toast(request, _("Guardado."), undo=edit_role(role=found, changes=form.cleaned_data, by=by))
            return redirect("web:role", role=role)
        except UnableToLeaveWithoutAdministrator:
            form.add_error("may_administer", LAST_ADMINISTRATOR)
        except UnableToEditRole as error:
            form.add_error(error.field or None, ROLE_FAILURES[error.code])
    wanted = form.cleaned_data.get("scope", found.scope) if form.is_bound and form.is_valid() else found.scope
    found.refresh_from_db()
    sights = preview_role(role=found, scope=wanted, holdings=Holdings())
    context = {"section": "settings", "tab": "roles", "form": form, "role": found, "sights": sights, "wanted": wanted}
    return render(request, "web/kernel/role_detail.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def role_removal(request: HttpRequest, role: int) -> HttpResponse:
    by = administrator(request)
    try:
        token = remove_role(role=get_object_or_404(Role, pk=role), by=by)
        toast(request, _("Función borrada."), undo=token)
        return redirect("web:roles")
    except UnableToEditRole as error:
        messages.error(request, ROLE_FAILURES[error.code])
        return redirect("web:role", role=role)
