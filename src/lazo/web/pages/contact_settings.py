"""Ajustes: by which rules customers are contacted, and what the company allows itself less than the law."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.customize.operations.contact_limit import UnableToLimit, check_limit, end_limit, save_limit
from lazo.web.company_words import STALE
from lazo.web.contact_limit_form import LimitForm
from lazo.web.contact_settings_page import settings_context
from lazo.web.permission import administrator
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def contact_settings(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    if request.method == "GET":
        return _page(request, LimitForm())
    form = LimitForm.of(request.POST)
    try:
        if request.POST.get("que") == "probar":
            return _page(request, form, tried=True)
        _made, undo = save_limit(fields=form.fields(), follows=form.follows, by=by)
        toast(request, _("Límite guardado: cuenta desde ahora."), undo=undo)
        return redirect("web:contact_settings")
    except UnableToLimit as error:
        form.refuse(error.problems)
        return _page(request, form, problem=str(STALE) if error.code else "", status=400)


@require_http_methods(["GET"])
def contact_limit(request: HttpRequest, limit: int) -> HttpResponse:
    """A limit in force, to be changed."""
    administrator(request)
    context = settings_context(on=today(request), when=timezone.now())
    row = next((one.row for one in context["limits"] if one.row.pk == limit), None)
    if row is None:
        raise Http404
    return render(request, "web/customize/contact_settings.html", context | {"form": LimitForm.of_limit(row)})


@require_POST
def contact_limit_end(request: HttpRequest, limit: int) -> HttpResponse:
    """A limit holds no longer."""
    by = administrator(request)
    try:
        toast(request, _("Límite quitado."), undo=end_limit(limit=limit, by=by))
    except UnableToLimit:
        toast(request, str(STALE))
    return redirect("web:contact_settings")


def _page(
    request: HttpRequest, form: LimitForm, *, tried: bool = False, problem: str = "", status: int = 200
) -> HttpResponse:
    rule = check_limit(form.fields()) if tried else None
    context: dict[str, Any] = settings_context(on=today(request), when=timezone.now(), tried=rule)
    return render(
        request, "web/customize/contact_settings.html", context | {"form": form, "problem": problem}, status=status
    )
