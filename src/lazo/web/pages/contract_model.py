"""How long contracts last, in the workbench."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.differentiate.queries.score_run import current_run
from lazo.web.context import company_of, formats_for
from lazo.web.contract_model import contract_cards, counted_words
from lazo.web.pages.models import SHELL, analyst


@require_safe
def contract_model(request: HttpRequest) -> HttpResponse:
    """The survival of contracts by length of period, which way was chosen and why."""
    analyst(request)
    run, formats = current_run(), formats_for(company_of(request))
    cards = contract_cards(run, formats)
    if not cards:
        raise Http404
    context = SHELL | {"run": run, "cards": cards, "counted": counted_words(run, formats)}
    return render(request, "web/differentiate/contract_model.html", context)
