"""Datos > Derechos: what people ask about their data, until when, and every step until it is answered."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lazo.identify.models import DataRequest
from lazo.identify.operations.data_request import (
    UnableToHandleRequest,
    assign_request,
    confirm_identity,
    drop_request,
    extend_request,
    finish_request,
    open_request,
    pause_request,
    refuse_request,
    resume_request,
)
from lazo.identify.operations.erasure import UnableToErase, accept_remaining, search_again, start_erasure
from lazo.identify.operations.party_block import carry_out_blocking, carry_out_opposition
from lazo.identify.operations.subject_export import UnableToExportSubject, ask_for_export, export_file
from lazo.identify.queries.data_request import RequestRow, request_counts, request_row, request_rows
from lazo.kernel.models import User
from lazo.web.data_request_page import detail_context, list_question, next_address
from lazo.web.found_party import found_party
from lazo.web.permission import adder
from lazo.web.reader import reader
from lazo.web.rights_form import RequestForm
from lazo.web.rights_words import REQUEST_FAILURES, STATES
from lazo.web.toasts import toast
from lazo.web.today import today

Step = Callable[..., None]
STEPS: dict[str, Step] = {
    "identidad": confirm_identity,
    "pausa": pause_request,
    "reanudacion": resume_request,
    "prorroga": extend_request,
    "rechazo": refuse_request,
    "desistimiento": drop_request,
    "cierre": finish_request,
    "bloqueo": carry_out_blocking,
    "oposicion": carry_out_opposition,
    "aceptacion": accept_remaining,
}
"""What is done by one note: the name of the resource, and the operation."""


@require_GET
def data_requests(request: HttpRequest) -> HttpResponse:
    user, on = adder(request), today(request)
    wanted, before = list_question(request.GET)
    rows, following = request_rows(user=user, wanted=wanted, on=on, before=before)
    counts = request_counts(user=user, on=on)
    context = {
        "section": "data",
        "tab": "rights",
        "rows": rows,
        "wanted": wanted,
        "kinds": DataRequest.Kind.choices,
        "states": [(key, label, counts[key]) for key, label in STATES.items()],
        "next": next_address(request.GET, following),
        "today": on,
    }
    return render(request, "web/identify/data_request_list.html", context)


@require_http_methods(["GET", "POST"])
def party_data_requests(request: HttpRequest, customer: int) -> HttpResponse:
    """The form in which a request of one customer is written down."""
    user, party, on = reader(request), found_party(request, customer), today(request)
    form = RequestForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_bound and form.is_valid():
        try:
            made = open_request(party=party, **form.cleaned_data, on=on, by=user)
            toast(request, _("Solicitud anotada."))
            return redirect("web:data_request", data_request=made.pk)
        except UnableToHandleRequest as error:
            form.refuse(error.code)
    context = {"section": "customers", "party": party, "form": form}
    return render(request, "web/identify/data_request_new.html", context, status=400 if form.errors else 200)


@require_GET
def data_request(request: HttpRequest, data_request: int) -> HttpResponse:
    _user, row = _found(request, data_request)
    return render(request, "web/identify/data_request_detail.html", detail_context(request, row))


@require_POST
def data_request_step(request: HttpRequest, data_request: int, step: str) -> HttpResponse:
    """One of the steps that need no more than a note."""
    if step not in STEPS:
        raise Http404
    note = request.POST.get("note", "")
    return _done(request, data_request, lambda row, user, on: STEPS[step](request=row, note=note, by=user, on=on))


@require_POST
def data_request_assignee(request: HttpRequest, data_request: int) -> HttpResponse:
    chosen = request.POST.get("assignee", "")
    assignee = User.objects.filter(pk=int(chosen), is_active=True).first() if chosen.isdecimal() else None
    return _done(
        request, data_request, lambda row, user, on: assign_request(request=row, assignee=assignee, by=user, on=on)
    )


@require_http_methods(["GET", "POST"])
def data_request_data(request: HttpRequest, data_request: int) -> HttpResponseBase:
    """Everything held of the customer: gathered by a job, then handed over as one file."""
    if request.method == "POST":
        return _done(request, data_request, lambda row, user, on: ask_for_export(request=row, by=user, on=on))
    user, row = _found(request, data_request)
    try:
        path = export_file(request=row.request, by=user)
    except UnableToExportSubject as error:
        raise Http404 from error
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/zip")


@require_POST
def data_request_erasure(request: HttpRequest, data_request: int) -> HttpResponse:
    name = request.POST.get("name", "")
    return _done(request, data_request, lambda row, user, on: start_erasure(request=row, name=name, by=user, on=on))


@require_POST
def data_request_search(request: HttpRequest, data_request: int) -> HttpResponse:
    return _done(request, data_request, lambda row, user, on: search_again(request=row, by=user, on=on))


def _done(request: HttpRequest, data_request: int, act: Callable[[DataRequest, User, date], Any]) -> HttpResponse:
    user, row = _found(request, data_request)
    try:
        act(row.request, user, today(request))
    except (UnableToHandleRequest, UnableToErase, UnableToExportSubject) as error:
        if error.code == "not_visible":
            raise Http404 from error
        context = detail_context(request, row) | {"trouble": REQUEST_FAILURES[error.code], "typed": request.POST}
        return render(request, "web/identify/data_request_detail.html", context, status=_status(error.code))
    messages.success(request, _("Guardado."))
    return redirect("web:data_request", data_request=data_request)


def _status(code: str) -> int:
    return 403 if code == "not_allowed" else 400


def _found(request: HttpRequest, data_request: int) -> tuple[User, RequestRow]:
    user = reader(request)
    row = request_row(user=user, request=data_request, on=today(request))
    if row is None:
        raise Http404
    return user, row
