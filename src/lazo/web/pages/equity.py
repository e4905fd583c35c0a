"""Capital de clientes: what all customers are worth together, and why it changed; as a file too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.differentiate.queries.equity import customer_equity
from lazo.differentiate.queries.score_run import current_run
from lazo.web.context import company_of, formats_for
from lazo.web.csv_file import csv_file
from lazo.web.equity_page import equity_context, equity_csv
from lazo.web.navigation import address
from lazo.web.reader import reader


@require_safe
def equity(request: HttpRequest) -> HttpResponse:
    found = customer_equity(reader(request))
    context = {"section": "segments", "score_address": address("web:score_runs"), "run": current_run()}
    if found is not None:
        context |= equity_context(found, formats_for(company_of(request)))
    return render(request, "web/differentiate/equity.html", context)


@require_safe
def equity_file(request: HttpRequest) -> HttpResponse:
    """Every figure of the page."""
    found = customer_equity(reader(request))
    if found is None:
        raise Http404
    return csv_file(f"capital-de-clientes-{found.run.on_date}.csv", equity_csv(found, formats_for(company_of(request))))
