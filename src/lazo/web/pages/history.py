"""Everything that happened with a customer, on a page of its own and as the part of the customer's page that is swapped."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lazo.interact.queries.timeline import PAGE
from lazo.web.found_party import found_party
from lazo.web.history_page import history_context, history_question

PARTS = {"historia": "web/identify/_timeline.html", "historia-mas": "web/identify/_timeline_lines.html"}
"""What is answered to a request for a part, by the part it swaps."""


@require_safe
def history(request: HttpRequest, customer: int) -> HttpResponse:
    party = found_party(request, customer)
    if party.pk != customer:
        return redirect("web:history", customer=party.pk)
    context = history_context(request, history_question(request, party), size=PAGE)
    template = PARTS.get(request.headers.get("HX-Target", ""), "web/identify/party_history.html")
    response = render(
        request, template, {"section": "customers", "party": party, "is_page": _is_on_page(request), **context}
    )
    response["Vary"] = "HX-Target"
    return response


def _is_on_page(request: HttpRequest) -> bool:
    """Whether the reader is on the history's own page, whose address then follows the filters."""
    return urlsplit(request.headers.get("HX-Current-URL", request.path)).path == request.path
