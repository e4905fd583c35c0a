"""Correcting a customer's names, place and ways of contact; two people at once see both values, field by field."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.identify.models import Party
from lazo.identify.operations.party import UnableToEditParty, edit_party
from lazo.identify.queries.parties import editor_of
from lazo.web.context import company_of, formats_for
from lazo.web.formats import Formats
from lazo.web.found_party import found_party
from lazo.web.party_form import PartyForm
from lazo.web.party_words import EDIT_FAILURES, FIELD_NAMES
from lazo.web.reader import reader


@require_http_methods(["GET", "POST"])
def party_edit(request: HttpRequest, customer: int) -> HttpResponse:
    user, party, formats = reader(request), found_party(request, customer), formats_for(company_of(request))
    data = request.POST.dict() if request.method == "POST" else None
    form = PartyForm(party, data, locale=formats.words)
    if form.is_bound and form.is_valid():
        try:
            edit_party(party=party, version=form.cleaned_data["version"], changes=form.changes(), by=user)
            messages.success(request, _("Guardado.") if form.changes() else _("No cambiaste nada."))
            return redirect("web:customer", customer=party.pk)
        except UnableToEditParty as error:
            if error.code == "stale":
                context = _conflict(party, error, formats)
                return render(request, "web/identify/party_conflict.html", context, status=409)
            form.add_error(error.field or None, EDIT_FAILURES[error.code])
    context = {"section": "customers", "party": party, "form": form}
    return render(request, "web/identify/party_edit.html", context, status=400 if form.is_bound else 200)


def _conflict(party: Party, error: UnableToEditParty, formats: Formats) -> dict[str, Any]:
    """Both values of each field: what the form sends back, and what people read."""
    party.refresh_from_db()
    fields = [
        {
            "name": conflict.field,
            "label": FIELD_NAMES[conflict.field],
            "kept": _sent(conflict.kept),
            "kept_words": _words(conflict.field, conflict.kept, formats),
            "wanted": _sent(conflict.wanted),
            "wanted_words": _words(conflict.field, conflict.wanted, formats),
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


def _sent(value: Any) -> str:
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")


def _words(field: str, value: Any, formats: Formats) -> str:
    if not value:
        return _("(nada)")
    if field == "country":
        return str(formats.words.territories.get(value, value))
    if field == "birth_date":
        return formats.long_day(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
