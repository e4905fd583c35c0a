"""Somebody new written by hand: who may be there already is said while one types, and again before it is kept."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import Party
from lazo.identify.operations.party import UnableToAddParty, add_household, add_organization, add_person
from lazo.identify.operations.party_details import DOCUMENTS
from lazo.identify.queries.custom_fields import CUSTOM
from lazo.identify.queries.duplicates import Likely, Sketch, likely_duplicates
from lazo.kernel.models import User
from lazo.web.contact_slips import slips_in
from lazo.web.context import company_of, formats_for, permissions_of
from lazo.web.party_form import PartyForm
from lazo.web.permission import adder
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

KINDS = {"persona": Party.Kind.PERSON, "empresa": Party.Kind.ORGANIZATION, "hogar": Party.Kind.HOUSEHOLD}
ADD: dict[Party.Kind, Callable[..., Party]] = {
    Party.Kind.PERSON: add_person,
    Party.Kind.ORGANIZATION: add_organization,
    Party.Kind.HOUSEHOLD: add_household,
}
LONGEST = 2_000
ERASED = "erased_before"
SKETCHED = ("emails", "phones", "handles", DOCUMENTS)


@require_http_methods(["GET", "POST"])
def party_new(request: HttpRequest) -> HttpResponse:
    user, kind = adder(request), _kind(request)
    data = request.POST if request.method == "POST" else None
    form = PartyForm(kind, data, user=user, formats=formats_for(company_of(request)))
    likely: list[Likely] = []
    may_let_in = "may_erase" in permissions_of(request)
    if data is not None:
        likely = (
            []
            if {"de_todos_modos", "volvio"} & data.keys()
            else likely_duplicates(user=user, sketch=_sketch(request, data, kind))
        )
        made = _added(request, form, kind, user) if form.is_valid() and not likely else None
        if made:
            toast(request, _("Creado."))
            return redirect("web:customer", customer=made.pk)
    context = {"section": "customers", "form": form, "kind": kind, "kinds": KINDS, "likely": likely, "asks": likely}
    context |= {"was_erased": may_let_in and form.has_error(NON_FIELD_ERRORS, ERASED)}
    return render(request, "web/identify/party_new.html", context, status=_status(form, likely))


@require_POST
def party_likely(request: HttpRequest) -> HttpResponse:
    """The fragment under the form while somebody types; posted, because what is typed is personal and an address is written to logs."""
    kind = _kind(request)
    likely = likely_duplicates(
        user=reader(request), sketch=_sketch(request, request.POST, kind), without=_without(request)
    )
    slips = slips_in(request.POST.get("emails", "")[:LONGEST].splitlines())
    return render(request, "web/identify/_party_likely.html", {"likely": likely, "slips": slips})


def _added(request: HttpRequest, form: PartyForm, kind: Party.Kind, user: User) -> Party | None:
    """The new party; None when it was refused, which the form then says."""
    said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    own = {name.removeprefix(CUSTOM): value for name, value in said.items() if name.startswith(CUSTOM)}
    house = {name: value for name, value in said.items() if not name.startswith(CUSTOM)}
    try:
        return ADD[kind](**house, custom=own, by=user, on=today(request), allow_erased="volvio" in request.POST)
    except UnableToAddParty as error:
        form.refuse(error.code, error.field, error.params)
        return None


def _sketch(request: HttpRequest, data: QueryDict, kind: Party.Kind) -> Sketch:
    company = company_of(request)
    name = data.get("name") or " ".join(data.get(part, "") for part in ("given_name", "surnames"))
    lists: dict[str, Any] = {key: tuple(data.get(key, "")[:LONGEST].splitlines()) for key in SKETCHED}
    country = data.get("country") or (company.country if company else "")
    return Sketch(name=name.strip()[:240], kind=kind, city=data.get("city", "")[:120], country=country, **lists)


def _kind(request: HttpRequest) -> Party.Kind:
    wanted = request.GET.get("tipo") or "persona"
    if wanted not in KINDS:
        raise Http404
    return KINDS[wanted]


def _without(request: HttpRequest) -> int | None:
    number = request.GET.get("cliente", "")
    return int(number) if number.isdecimal() and len(number) < 19 else None


def _status(form: PartyForm, likely: list[Likely]) -> int:
    if form.errors:
        return 400
    return 409 if likely else 200
