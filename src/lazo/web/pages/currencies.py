"""Monedas: what other currencies are worth in the company's, by day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lazo.web.permission import rate_setter
from lazo.web.queries.rates import currency_rates
from lazo.web.rate_form import RateForm, saved_sentence


@require_http_methods(["GET", "POST"])
def currencies(request: HttpRequest) -> HttpResponse:
    """The rates of each currency, and the form that adds one or many."""
    user = rate_setter(request)
    form = RateForm.of(request.POST) if request.method == "POST" else RateForm()
    done = form.save(by=user) if request.method == "POST" else None
    if done is not None and not form.problems:
        messages.success(request, saved_sentence(done))
        return redirect("web:currencies")
    context = {
        "section": "data",
        "tab": "currencies",
        "form": form,
        "currencies": currency_rates(),
        "saved": saved_sentence(done) if done is not None else "",
    }
    return render(request, "web/identify/currency_list.html", context, status=400 if request.method == "POST" else 200)
