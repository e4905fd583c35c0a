"""A guess put right: what was inferred, what a person declares, and both beside each other."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.identify.models import TraitDefinition
from lazo.identify.operations.trait_correction import UnableToCorrectTrait, correct_trait
from lazo.identify.queries.traits import Trait, traits_of
from lazo.web.context import company_of, formats_for
from lazo.web.found_party import found_party
from lazo.web.party_values import own_words
from lazo.web.party_words import trait_origin
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.trait_form import CORRECTION_FAILURES, CorrectionForm

GUESSED = {TraitDefinition.Kind.INFERRED, TraitDefinition.Kind.APPENDED}


@require_http_methods(["GET", "POST"])
def trait_correction(request: HttpRequest, customer: int, key: str) -> HttpResponse:
    user, party, formats = reader(request), found_party(request, customer), formats_for(company_of(request))
    told = [trait for trait in traits_of(party=party) if trait.key == key]
    if not any(trait.kind in GUESSED for trait in told):
        raise Http404
    data = request.POST if request.method == "POST" else None
    definition = TraitDefinition.objects.get(key=key)
    form = CorrectionForm(definition, data, held=_declared(told), user=user, formats=formats)
    if form.is_bound and form.is_valid():
        try:
            value = form.cleaned_data["value"]
            token = correct_trait(party=party, key=key, value=None if value == "" else value, by=user)
            toast(request, _("Dato corregido."), undo=token)
            return redirect("web:customer", customer=party.pk)
        except UnableToCorrectTrait as error:
            form.refuse(error.code if error.code in CORRECTION_FAILURES else "bad_value")
    lines = [
        (trait, own_words(trait.type, trait.value, formats=formats, user=user), trait_origin(trait, formats))
        for trait in told
    ]
    context = {"section": "customers", "party": party, "trait": told[0], "lines": lines, "form": form}
    return render(request, "web/identify/trait_correction.html", context, status=400 if form.is_bound else 200)


def _declared(told: list[Trait]) -> Any:
    """What a person said of it."""
    return next(
        (trait.value for trait in told if trait.kind == TraitDefinition.Kind.DECLARED and not trait.source), None
    )
