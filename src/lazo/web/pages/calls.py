"""Calls with a customer: written down, mended, taken away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import ContactPoint, Interaction, Party
from lazo.identify.operations.call import UnableToLogCall, delete_call, log_call, mend_call
from lazo.identify.queries.contact_point import contact_points_of
from lazo.identify.queries.hand_interaction import call_of, calls_of, rewritable
from lazo.web.found_party import found_party
from lazo.web.note_form import CallForm
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def calls(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    form = CallForm.of(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            log_call(party=party, call=form.details(), by=user, on=today(request), at=timezone.now())
            toast(request, _("Llamada guardada."))
            return back(request, reverse("web:customer", args=[party.pk]))
        except UnableToLogCall as error:
            form.refuse(error.code)
    rows = rewritable(user, calls_of(party))
    phones = contact_points_of(party).filter(kind=ContactPoint.Kind.PHONE)
    context = {"section": "customers", "party": party, "form": form, "rows": rows, "phones": phones}
    return render(request, "web/identify/call_list.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, customer: int, call: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    row, kept = _call(party, call), None
    form = CallForm.of(request.POST if request.method == "POST" else None, row)
    if form.is_bound and form.is_valid():
        try:
            token = mend_call(call=row, version=form.began_with, details=form.details(), by=user)
            toast(request, _("Llamada guardada."), undo=token)
            return redirect("web:calls", customer=party.pk)
        except UnableToLogCall as error:
            form.refuse(error.code)
            kept = error.kept
    context = {"section": "customers", "party": party, "form": form, "row": row, "kept": kept}
    status = 409 if kept else 400 if form.is_bound else 200
    return render(request, "web/identify/call_edit.html", context, status=status)


@require_POST
def call_deletion(request: HttpRequest, customer: int, call: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    try:
        token = delete_call(call=_call(party, call), by=user)
    except UnableToLogCall as error:
        raise Http404 from error
    toast(request, _("Llamada borrada."), undo=token)
    return redirect("web:calls", customer=party.pk)


def _call(party: Party, call: int) -> Interaction:
    found = call_of(party, call)
    if found is None:
        raise Http404
    return found
