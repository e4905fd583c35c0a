"""Correcting a customer by hand; two people at once see both values, field by field."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.identify.models import Party
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.party import UnableToEditParty
from lazo.identify.operations.party_correction import correct_party
from lazo.identify.queries.parties import editor_of
from lazo.kernel.models import User
from lazo.web.contact_slips import slips_in
from lazo.web.context import company_of, formats_for
from lazo.web.formats import Formats
from lazo.web.found_party import found_party
from lazo.web.party_form import PartyForm
from lazo.web.party_values import field_name, field_words
from lazo.web.reader import reader
from lazo.web.toasts import toast


@require_http_methods(["GET", "POST"])
def party_edit(request: HttpRequest, customer: int) -> HttpResponse:
    user, party, formats = reader(request), found_party(request, customer), formats_for(company_of(request))
    data = request.POST if request.method == "POST" else None
    form = PartyForm(party.kind, data, user=user, formats=formats, party=party)
    if form.is_bound and form.is_valid():
        try:
            made = correct_party(party=party, version=form.cleaned_data["version"], changes=form.changes(), by=user)
            toast(request, _("Guardado.") if made.undo else _("No cambiaste nada."), undo=made.undo)
            return redirect("web:customer", customer=party.pk)
        except UnableToEditParty as error:
            if error.code == "stale":
                context = _conflict(party, error, formats, user)
                return render(request, "web/identify/party_conflict.html", context, status=409)
            form.refuse(error.code, error.field, error.params)
    slips = slips_in(str(form["emails"].value() or "").splitlines())
    context = {"section": "customers", "party": party, "form": form, "slips": slips}
    return render(request, "web/identify/party_edit.html", context, status=400 if form.is_bound else 200)


def _conflict(party: Party, error: UnableToEditParty, formats: Formats, user: User) -> dict[str, Any]:
    """Both values of each field: what the form sends back, and what people read."""
    party.refresh_from_db()
    own = fields_for(party.kind)
    form = PartyForm(party.kind, None, user=user, formats=formats, party=party)

    def words(name: str, value: Any) -> str:
        return field_words(name, value, own=own, formats=formats, user=user)

    fields = [
        {
            "name": conflict.field,
            "label": field_name(conflict.field, own),
            "kept": form.text_of(conflict.field, conflict.kept),
            "kept_words": words(conflict.field, conflict.kept),
            "wanted": form.text_of(conflict.field, conflict.wanted),
            "wanted_words": words(conflict.field, conflict.wanted),
        }
        for conflict in error.conflicts
    ]
    return {
        "section": "customers",
        "party": party,
        "fields": fields,
        "editor": editor_of(party),
        "version": error.version,
    }
