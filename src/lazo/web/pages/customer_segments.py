"""The segments that a customer is in, as of this moment: looked up when somebody asks, not with each page of a customer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.differentiate.queries.segment_customer import segments_of_customer
from lazo.differentiate.queries.segments import live_segments
from lazo.web.reader import reader
from lazo.web.today import today


@require_safe
def customer_segments(request: HttpRequest, customer: int) -> HttpResponse:
    keys = segments_of_customer(user=reader(request), customer=customer, on=today(request))
    if keys is None:
        raise Http404
    context = {"section": "customers", "customer": customer, "segments": live_segments().filter(key__in=keys)}
    part = "_customer_segments" if request.headers.get("HX-Request") else "customer_segments"
    return render(request, f"web/differentiate/{part}.html", context)
