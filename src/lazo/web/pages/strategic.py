"""The register of strategically significant customers: the list, a new entry, one entry and what is done with it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.differentiate.models import StrategicCustomer
from lazo.differentiate.models.strategic_customer import next_review
from lazo.differentiate.operations.strategic import (
    UnableToKeepStrategic,
    add_evidence,
    declare_strategic,
    edit_strategic,
    end_strategic,
    review_strategic,
)
from lazo.differentiate.operations.strategic_export import UnableToExportRegister, export_register
from lazo.differentiate.queries.strategic import (
    entry_for,
    evidence_of,
    line_of,
    register_counts,
    register_page,
    stands_for,
)
from lazo.identify.queries.parties import PartyFound, parties_named, party_for
from lazo.kernel.access import may
from lazo.web.context import company_of, formats_for
from lazo.web.csv_file import csv_lines
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.strategic_form import STRATEGIC_FAILURES, CareForm, DeclareForm, EvidenceForm, ReviewForm
from lazo.web.strategic_page import (
    kind_choices,
    owner_choices,
    read_after,
    read_register,
    register_csv,
    register_params,
    state_choices,
)
from lazo.web.toasts import toast
from lazo.web.today import today


@require_safe
def strategic(request: HttpRequest) -> HttpResponse:
    user, question, on = reader(request), read_register(request.GET), today(request)
    page = register_page(user=user, question=question, on=on, after=read_after(request.GET))
    counts = register_counts(user=user, question=question, on=on)
    following = f"{page.next[0].isoformat()}_{page.next[1]}" if page.next else ""
    asked = register_params(question)
    context = {
        "section": "segments",
        "lines": page.lines,
        "question": question,
        "counts": counts,
        "kinds": kind_choices(question, counts),
        "states": state_choices(question, counts),
        "owners": owner_choices(),
        "today": on,
        "asked": asked,
        "next": register_params(question, desde=following) if following else "",
        "may_export": may(user, "may_export"),
    }
    return render(request, "web/differentiate/strategic_list.html", context)


@require_safe
def strategic_export(request: HttpRequest) -> StreamingHttpResponse:
    """The register as a file."""
    on, formats = today(request), formats_for(company_of(request))
    try:
        lines = export_register(by=reader(request), question=read_register(request.GET), on=on)
    except UnableToExportRegister as error:
        raise PermissionDenied from error
    rows = register_csv(lines, formats, on=on)
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="registro-estrategicos-{on.isoformat()}.csv"'
    return response


@require_http_methods(["GET", "POST"])
def strategic_new(request: HttpRequest) -> HttpResponse:
    on = today(request)
    name, found = _sought(request)
    initial = {"said_on": on, "review_on": next_review(on)}
    form = DeclareForm(found, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = _declared(request, form)
            toast(request, _("Entró al registro de estratégicos."))
            return redirect("web:strategic_entry", entry=made.pk)
        except UnableToKeepStrategic as error:
            form.refuse(error.code)
    asked = (request.POST or request.GET).get("cliente", "")
    context = {"section": "segments", "form": form, "name": name, "asked": asked}
    return render(request, "web/differentiate/strategic_new.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def strategic_entry(request: HttpRequest, entry: int) -> HttpResponse:
    held, on = _entry(request, entry), today(request)
    kept = {"owner": held.owner_id or "", "plan": held.plan, "review_on": held.review_on, "version": held.version}
    form = CareForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            edit_strategic(entry=held, care=form.care(), version=version, by=reader(request), on=on)
            toast(request, _("Guardado."))
            return redirect("web:strategic_entry", entry=entry)
        except UnableToKeepStrategic as error:
            form.refuse(error.code)
            held.refresh_from_db()
    return _entry_page(request, held, form=form, status=400 if form.is_bound else 200)


@require_POST
def strategic_evidence(request: HttpRequest, entry: int) -> HttpResponse:
    held, on = _entry(request, entry), today(request)
    form = EvidenceForm(_sought(request)[1], request.POST, on=on)
    if form.is_valid():
        try:
            add_evidence(entry=held, evidence=form.evidence(reader(request)), by=reader(request), on=on)
            toast(request, _("Guardado."))
            return redirect("web:strategic_entry", entry=entry)
        except UnableToKeepStrategic as error:
            form.refuse(error.code)
    return _entry_page(request, held, evidence=form, status=400)


@require_POST
def strategic_review(request: HttpRequest, entry: int) -> HttpResponse:
    held, on = _entry(request, entry), today(request)
    form = ReviewForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            review_strategic(entry=held, by=reader(request), on=on, note=said["note"], next_on=said["review_on"])
            toast(request, _("Revisado."))
            return redirect("web:strategic_entry", entry=entry)
        except UnableToKeepStrategic as error:
            form.refuse(error.code)
    return _entry_page(request, held, review=form, status=400)


@require_POST
def strategic_end(request: HttpRequest, entry: int) -> HttpResponse:
    held = _entry(request, entry)
    try:
        reason = request.POST.get("reason", "").replace("\x00", "")
        token = end_strategic(entry=held, by=reader(request), on=today(request), reason=reason)
        toast(request, _("Salió del registro de estratégicos."), undo=token)
    except UnableToKeepStrategic as error:
        toast(request, str(STRATEGIC_FAILURES[error.code]))
    return back(request, f"/segmentos/estrategicos/{held.pk}")


def _declared(request: HttpRequest, form: DeclareForm) -> StrategicCustomer:
    user = reader(request)
    customer = form.party(user)
    if customer is None:
        raise UnableToKeepStrategic("not_visible")
    return declare_strategic(
        customer=customer,
        kind=form.cleaned_data["kind"],
        evidence=form.evidence(),
        care=form.care(),
        by=user,
        on=today(request),
    )


def _entry(request: HttpRequest, number: int) -> StrategicCustomer:
    found = entry_for(user=reader(request), entry=number)
    if found is None:
        raise Http404
    return found


def _sought(request: HttpRequest) -> tuple[str, list[PartyFound]]:
    """What was typed to find somebody, and who was found; `cliente` names one from their own page."""
    user, said = reader(request), request.POST or request.GET
    name, number = said.get("q", "").strip()[:120], said.get("cliente", "")
    found = parties_named(user=user, prefix=name)
    if not found and number.isdecimal() and len(number) < 19:
        party = party_for(user=user, party=int(number))
        found = [PartyFound(party.pk, party.name, party.kind, party.city, party.country)] if party else []
    return name, found


def _entry_page(request: HttpRequest, held: StrategicCustomer, *, status: int = 200, **forms: Any) -> HttpResponse:
    on, name_found = today(request), _sought(request)
    kept = {"owner": held.owner_id or "", "plan": held.plan, "review_on": held.review_on, "version": held.version}
    context = {
        "section": "segments",
        "entry": held,
        "line": line_of(held),
        "party": stands_for(held),
        "told": evidence_of(entry=held, user=reader(request)),
        "reviews": list(held.reviews.select_related("by").order_by("-on", "-pk")),
        "form": forms.get("form") or CareForm(initial=kept),
        "evidence": forms.get("evidence") or EvidenceForm(name_found[1], on=on),
        "review": forms.get("review") or ReviewForm(initial={"review_on": next_review(on)}),
        "name": name_found[0],
        "today": on,
    }
    return render(request, "web/differentiate/strategic_entry.html", context, status=status)
