"""How a customer's value is estimated: the model and its parameters, what it was proved against, what the customer's own history gave it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lazo.web.context import company_of, formats_for
from lazo.web.estimate_page import estimate_context
from lazo.web.queries.customer import canonical_id, customer_view
from lazo.web.reader import reader


@require_safe
def customer_estimate(request: HttpRequest, customer: int) -> HttpResponse:
    user = reader(request)
    canonical = canonical_id(user=user, customer=customer)
    if canonical is None:
        raise Http404
    if canonical != customer:
        return redirect("web:customer_estimate", customer=canonical)
    view = customer_view(user=user, customer=customer)
    if view is None:
        raise Http404
    context = {"section": "customers", "view": view, **estimate_context(view, formats_for(company_of(request)))}
    return render(request, "web/identify/party_estimate.html", context)
