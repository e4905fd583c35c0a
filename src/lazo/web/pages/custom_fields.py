"""The fields that the company defines itself, for whoever administers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import TraitDefinition
from lazo.identify.operations.custom_field import (
    UnableToDefineField,
    add_custom_field,
    archive_custom_field,
    edit_custom_field,
    order_custom_fields,
    restore_custom_field,
)
from lazo.identify.queries.custom_fields import OWN, definitions
from lazo.web.custom_field_form import CustomFieldForm
from lazo.web.permission import administrator
from lazo.web.toasts import toast


@require_http_methods(["GET", "POST"])
def custom_fields(request: HttpRequest) -> HttpResponse:
    user = administrator(request)
    form = CustomFieldForm.of(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            add_custom_field(of=form.cleaned_data["type"], details=form.details(), by=user)
            toast(request, _("Campo creado. Ya está en los formularios, las listas y los archivos."))
            return redirect("web:custom_fields")
        except UnableToDefineField as error:
            form.refuse(error)
    fields = definitions(archived=True)
    context = {
        "section": "settings",
        "tab": "fields",
        "form": form,
        "fields": [field for field in fields if not field.is_archived],
        "archived": [field for field in fields if field.is_archived],
    }
    return render(request, "web/identify/custom_field_list.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def custom_field(request: HttpRequest, key: str) -> HttpResponse:
    user, row = administrator(request), _field(key)
    form = CustomFieldForm.of(request.POST if request.method == "POST" else None, row)
    if form.is_bound and form.is_valid():
        try:
            edit_custom_field(field=row, details=form.details(), by=user)
            toast(request, _("Guardado."))
            return redirect("web:custom_fields")
        except UnableToDefineField as error:
            form.refuse(error)
    context = {"section": "settings", "tab": "fields", "form": form, "row": row}
    return render(request, "web/identify/custom_field_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def custom_field_archive(request: HttpRequest, key: str) -> HttpResponse:
    token = archive_custom_field(field=_field(key), by=administrator(request))
    toast(request, _("Campo archivado. Sus datos se conservan."), undo=token)
    return redirect("web:custom_fields")


@require_POST
def custom_field_restoration(request: HttpRequest, key: str) -> HttpResponse:
    restore_custom_field(field=_field(key), by=administrator(request))
    toast(request, _("Campo de vuelta."))
    return redirect("web:custom_fields")


@require_POST
def custom_field_place(request: HttpRequest, key: str) -> HttpResponse:
    """One place up, or down with `hacia=abajo`."""
    user, row = administrator(request), _field(key)
    keys = [field.key for field in definitions() if field.key != row.key]
    was = [field.key for field in definitions()].index(row.key) if row.archived_at is None else len(keys)
    step = 1 if request.POST.get("hacia") == "abajo" else -1
    keys.insert(max(was + step, 0), row.key)
    order_custom_fields(keys=keys, by=user)
    return redirect("web:custom_fields")


def _field(key: str) -> TraitDefinition:
    return get_object_or_404(TraitDefinition, key=key, package=OWN)
