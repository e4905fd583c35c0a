"""The household a customer is part of: who lives together, made, joined and left."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.differentiate.queries.household_value import household_values
from lazo.identify.models import Party
from lazo.identify.queries.parties import AT_MOST, PartyFound, parties_named
from lazo.identify.queries.relations import HouseholdView, Relation, household_of, relations_of
from lazo.kernel.models import User
from lazo.web.found_party import found_party
from lazo.web.household_form import UnableToActOnHousehold, act
from lazo.web.party_words import HOUSEHOLD_FAILURES
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

LEFT = "salio"


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    home, failure = household_of(party=party, user=user), ""
    if request.method == "POST":
        try:
            done = act(request.POST, party=party, household=home, by=user, on=today(request))
            if done.undo:
                toast(request, _("Hogar creado."), undo=done.undo)
            address = reverse("web:household", args=[party.pk])
            return redirect(f"{address}?{LEFT}={done.left}" if done.left else address)
        except UnableToActOnHousehold as error:
            failure = str(HOUSEHOLD_FAILURES[error.code])
    name = (request.POST.get("q") or request.GET.get("q", "")).strip()[:120]
    found = parties_named(user=user, prefix=name) if home else []
    context = {
        "section": "customers",
        "party": party,
        "household": home,
        "value": household_values([home.id], user=user)[home.id] if home else None,
        "failure": failure,
        "name": name,
        "found": _outsiders(found, home),
        "more": len(found) == AT_MOST,
        "left": _who_left(request, party, home, user),
        "suggested": request.POST.get("nombre") or _("Hogar %(name)s") % {"name": party.surnames or party.name},
    }
    return render(request, "web/identify/household.html", context, status=400 if failure else 200)


def _outsiders(found: list[PartyFound], home: HouseholdView | None) -> list[PartyFound]:
    """The people found who are not in this household yet."""
    members = {member.id for member in home.members} if home else set()
    return [one for one in found if one.kind == Party.Kind.PERSON and one.id not in members]


def _who_left(request: HttpRequest, party: Party, home: HouseholdView | None, user: User) -> Relation | None:
    """The membership whose end can be taken back at once."""
    wanted = request.GET.get(LEFT, "")
    if not wanted:
        return None
    seen = Party.objects.visible_to(user).filter(pk=home.id).first() if home else None
    known = relations_of(party=seen or party, user=user)
    return next((one for one in known if str(one.id) == wanted and not one.is_open), None)
