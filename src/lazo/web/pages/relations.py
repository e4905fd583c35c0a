"""To whom a customer is related: the list, a new relation, its end and the way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.operations.relationship import (
    UnableToEndRelation,
    UnableToRelate,
    UnableToReopenRelation,
    end_relation,
    reopen_relation,
)
from lazo.identify.queries.parties import AT_MOST, family_of, parties_named
from lazo.identify.queries.relations import Relation, relations_of
from lazo.web.found_party import found_party
from lazo.web.party_words import HOUSEHOLD_FAILURES, RELATION_FAILURES
from lazo.web.reader import reader
from lazo.web.relation_form import RelationForm
from lazo.web.toasts import toast
from lazo.web.today import today

ENDED = "terminada"


@require_http_methods(["GET", "POST"])
def relations(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    name = (request.POST.get("q") or request.GET.get("q", "")).strip()[:120]
    found = parties_named(user=user, prefix=name, without=party.pk)
    form = RelationForm(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            toast(request, _("Relación guardada."), undo=form.save(party=party, by=user, on=today(request)))
            return redirect("web:relations", customer=party.pk)
        except UnableToRelate as error:
            form.add_error("since" if error.code == "bad_period" else "relation", RELATION_FAILURES[error.code])
    known = relations_of(party=party, user=user)
    context = {
        "section": "customers",
        "party": party,
        "form": form,
        "more": len(found) == AT_MOST,
        "name": name,
        "open": [relation for relation in known if relation.is_open],
        "past": [relation for relation in known if not relation.is_open],
        "ended": _just_ended(request, known),
    }
    return render(request, "web/identify/relation_list.html", context, status=400 if form.is_bound else 200)


@require_POST
def relation_end(request: HttpRequest, customer: int, relation: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    found = _relation(party, relation)
    try:
        end_relation(relation=found, by=user, on=today(request))
    except UnableToEndRelation as error:
        if error.code == "not_visible":
            raise Http404 from error
        messages.error(request, RELATION_FAILURES[error.code])
        return redirect("web:relations", customer=party.pk)
    return redirect(f"{reverse('web:relations', args=[party.pk])}?{ENDED}={found.pk}")


@require_POST
def relation_end_undo(request: HttpRequest, customer: int, relation: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    found = _relation(party, relation)
    is_membership = found.type_id == HOUSEHOLD_MEMBER
    try:
        reopen_relation(relation=found, by=user)
    except UnableToReopenRelation as error:
        if error.code == "not_visible":
            raise Http404 from error
        messages.error(request, (HOUSEHOLD_FAILURES if is_membership else RELATION_FAILURES)[error.code])
    return redirect("web:household" if is_membership else "web:relations", customer=party.pk)


def _relation(party: Party, relation: int) -> PartyRelationship:
    """The relation, if one of its ends is the party of the address."""
    return get_object_or_404(PartyRelationship.objects.touching(family_of(party)), pk=relation)


def _just_ended(request: HttpRequest, known: list[Relation]) -> Relation | None:
    """The relation whose end can be taken back at once."""
    wanted = request.GET.get(ENDED, "")
    return next((one for one in known if str(one.id) == wanted and not one.is_open), None)
