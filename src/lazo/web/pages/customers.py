"""The plain list and the plain page of a customer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lazo.web.charts.areas import AREA_OF_CSS_KEY, CSS_KEYS
from lazo.web.context import company_of, formats_for
from lazo.web.customer_page import customer_context
from lazo.web.party_page import party_sections
from lazo.web.queries.customer import canonical_id, customer_view
from lazo.web.queries.customers import CustomerQuestion, customer_page
from lazo.web.reader import reader


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    area = request.GET.get("area", "")
    if area and area not in AREA_OF_CSS_KEY:
        raise Http404
    question = CustomerQuestion(
        area=AREA_OF_CSS_KEY.get(area, ""),
        name=request.GET.get("q", "").strip()[:120],
        after=request.GET.get("desde", ""),
    )
    page = customer_page(user=reader(request), question=question)
    context = {"section": "customers", "page": page, "question": question, "area_key": area, "areas": CSS_KEYS.items()}
    rows_only = request.headers.get("HX-Target") == "filas"
    template = "web/identify/_customer_rows.html" if rows_only else "web/identify/customer_list.html"
    return render(request, template, context)


@require_safe
def customer(request: HttpRequest, customer: int) -> HttpResponse:
    canonical = canonical_id(user=reader(request), customer=customer)
    if canonical is None:
        raise Http404
    if canonical != customer:
        return redirect("web:customer", customer=canonical)
    view = customer_view(user=reader(request), customer=customer)
    if view is None:
        raise Http404
    formats = formats_for(company_of(request))
    sections = party_sections(party=view.party, user=reader(request), formats=formats)
    context = {"section": "customers", **customer_context(view, formats), **sections}
    return render(request, "web/identify/customer_detail.html", context)
