"""The group a company stands in: its tree, what it is worth together, put under another, taken out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import Party
from lazo.identify.operations.hierarchy import UnableToPlace, above_of, place_company
from lazo.identify.operations.relationship import UnableToEndRelation, end_relation
from lazo.identify.queries.hierarchy import PARENT, SITE
from lazo.identify.queries.parties import AT_MOST, parties_named, party_for
from lazo.kernel.models import User
from lazo.web.found_party import found_party
from lazo.web.party_words import RELATION_FAILURES
from lazo.web.queries.group import group_view
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

UNDER, OVER = "bajo", "sobre"


@require_http_methods(["GET", "POST"])
def company_group(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), _company(request, customer)
    failure = ""
    if request.method == "POST":
        try:
            _place(request, party, user)
            return redirect("web:company_group", customer=party.pk)
        except UnableToPlace as error:
            failure = str(RELATION_FAILURES.get(error.code, RELATION_FAILURES["not_visible"]))
    name = (request.POST.get("q") or request.GET.get("q", "")).strip()[:120]
    found = [
        one for one in parties_named(user=user, prefix=name, without=party.pk) if one.kind == Party.Kind.ORGANIZATION
    ]
    context = {
        "section": "companies",
        "party": party,
        "view": group_view(party, user=user),
        "found": found,
        "more": len(found) == AT_MOST,
        "name": name,
        "failure": failure,
    }
    return render(request, "web/identify/company_group.html", context, status=400 if failure else 200)


@require_POST
def company_group_exit(request: HttpRequest, customer: int) -> HttpResponse:
    """Let a company stand alone again, with those below it; the relation page takes it back."""
    user, party = reader(request), _company(request, customer)
    try:
        for relation in above_of(party):
            end_relation(relation=relation, by=user, on=today(request))
        messages.success(request, _("Ya no está bajo otra empresa. En sus relaciones se puede retomar."))
    except UnableToEndRelation as error:
        messages.error(request, RELATION_FAILURES[error.code])
    return redirect("web:company_group", customer=party.pk)


def _company(request: HttpRequest, customer: int) -> Party:
    party = found_party(request, customer)
    if party.kind != Party.Kind.ORGANIZATION:
        raise Http404
    return party


def _place(request: HttpRequest, party: Party, user: User) -> None:
    number, way = request.POST.get("empresa", ""), request.POST.get("lugar", UNDER)
    other = party_for(user=user, party=int(number)) if number.isdecimal() and len(number) <= 18 else None
    if other is None:
        raise UnableToPlace("not_visible")
    company, under = (other, party) if way == OVER else (party, other)
    type_key = SITE if request.POST.get("sede") else PARENT
    placed = place_company(company=company, under=under, by=user, on=today(request), type_key=type_key)
    toast(request, _("Guardado en el grupo."), undo=placed.undo)
