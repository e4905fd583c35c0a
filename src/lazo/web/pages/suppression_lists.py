"""Datos > Listas de exclusión: how recent each is, a file taken in, and the company's own list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.operations.suppression import (
    UnableToSuppress,
    add_to_own_list,
    receive_consultation,
    take_off_own_list,
)
from lazo.identify.operations.suppression_words import read_keys
from lazo.identify.queries.suppression import consultations_of, list_standings
from lazo.web.context import company_of
from lazo.web.permission import importer
from lazo.web.rights_form import ListForm
from lazo.web.rights_words import LIST_PROBLEMS, SUPPRESSION_FAILURES
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def suppression_lists(request: HttpRequest) -> HttpResponse:
    user, on = importer(request), today(request)
    is_sent = request.method == "POST"
    form = ListForm(request.POST if is_sent else None, request.FILES if is_sent else None, on=on)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("key", "consulted_on", "reference")}
        file = form.cleaned_data["file"]
        try:
            receive_consultation(**said, file_name=file.name, stream=file, by=user, on=on)
            toast(request, _("Archivo recibido. La lista cuenta en cuanto se termine de leer."))
            return redirect("web:suppression_lists")
        except UnableToSuppress as error:
            form.refuse(error.code)
    return _page(request, form, status=400 if form.errors else 200)


@require_POST
def suppression_entries(request: HttpRequest) -> HttpResponse:
    """The company's own list: telephones, addresses and documents put on it, or taken off it."""
    user, on = importer(request), today(request)
    company = company_of(request)
    keys = read_keys(request.POST.get("texts", ""), country=company.country if company else "")
    try:
        if request.POST.get("what") == "off":
            count = take_off_own_list(keys=keys, by=user)
            toast(request, _("Quitados de la lista: %(count)s.") % {"count": count})
        else:
            count = add_to_own_list(keys=keys, by=user, on=on)
            toast(request, _("Agregados a la lista: %(count)s.") % {"count": count})
    except UnableToSuppress as error:
        form = ListForm(None, None, on=on)
        return _page(request, form, status=400, trouble=str(SUPPRESSION_FAILURES[error.code]))
    return redirect("web:suppression_lists")


def _page(request: HttpRequest, form: ListForm, *, status: int, trouble: str = "") -> HttpResponse:
    on = today(request)
    standings = list_standings(on=on)
    last = {one.registry.key: next(iter(consultations_of(key=one.registry.key)), None) for one in standings}
    context = {
        "section": "data",
        "tab": "lists",
        "form": form,
        "lists": [(one, last[one.registry.key]) for one in standings],
        "problems": LIST_PROBLEMS,
        "trouble": trouble,
        "typed": request.POST.get("texts", ""),
    }
    return render(request, "web/identify/suppression_list.html", context, status=status)
