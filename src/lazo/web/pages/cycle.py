"""The cycle: the map, and the same facts as two tables that can be downloaded."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.web.context import company_of, formats_for
from lazo.web.csv_file import csv_file
from lazo.web.cycle_page import cycle_context, movement_rows, number_rows, parse_month
from lazo.web.navigation import address
from lazo.web.queries.cycle import CyclePicture, cycle_picture
from lazo.web.queries.presence import has_customers
from lazo.web.reader import reader


@require_safe
def cycle(request: HttpRequest) -> HttpResponse:
    picture = _picture(request)
    if picture is None:
        context = {"section": "cycle", "has_customers": has_customers(), "score_address": address("web:score_runs")}
        return render(request, "web/differentiate/cycle_empty.html", context)
    return render(request, "web/differentiate/cycle_map.html", cycle_context(picture, formats_for(company_of(request))))


@require_safe
def cycle_numbers(request: HttpRequest) -> HttpResponse:
    """«El ciclo en números» as a file; money in the base currency."""
    picture = _required(request)
    return csv_file(f"ciclo-{picture.run.on_date}.csv", number_rows(picture, formats_for(company_of(request))))


@require_safe
def cycle_movements(request: HttpRequest) -> HttpResponse:
    """«Movimientos» as a file."""
    picture = _required(request)
    return csv_file(f"movimientos-{picture.run.on_date}.csv", movement_rows(picture))


def _picture(request: HttpRequest) -> CyclePicture | None:
    """The month of `?mes=`; an address of a month that was never computed is not found."""
    month = request.GET.get("mes", "")
    picture = cycle_picture(user=reader(request), month=parse_month(month)) if parse_month(month) or not month else None
    if picture is None and month:
        raise Http404
    return picture


def _required(request: HttpRequest) -> CyclePicture:
    picture = _picture(request)
    if picture is None:
        raise Http404
    return picture
