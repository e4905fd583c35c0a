"""The base in pictures: by recency and frequency, how concentrated it is, who is strategic; each as a file too."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.web.context import company_of, formats_for, permissions_of
from lazo.web.csv_file import csv_file
from lazo.web.formats import Formats
from lazo.web.navigation import address
from lazo.web.queries.presence import has_customers
from lazo.web.queries.segments import BasePicture, base_picture
from lazo.web.reader import reader
from lazo.web.rfm_table import MONEY, PEOPLE
from lazo.web.segment_page import segment_lines
from lazo.web.segments_page import rfm_csv, segments_context, strategic_csv
from lazo.web.spread_words import spread_csv


@require_safe
def segments(request: HttpRequest) -> HttpResponse:
    picture = base_picture(reader(request))
    if picture is None or not picture.map.total.customers:
        context = {
            "section": "segments",
            "picture": picture,
            "has_customers": has_customers(),
            "score_address": address("web:score_runs"),
            **_segments(request),
        }
        return render(request, "web/differentiate/segments_empty.html", context)
    measure = MONEY if request.GET.get("medida") == MONEY else PEOPLE
    context = segments_context(picture, _formats(request), measure=measure) | _segments(request)
    return render(request, "web/differentiate/segments.html", context)


def _segments(request: HttpRequest) -> dict[str, Any]:
    """The segments there are, counted for whoever looks, and whether they may write one."""
    return {"lines": segment_lines(user=reader(request)), "may_add": "may_add" in permissions_of(request)}


@require_safe
def segments_rfm(request: HttpRequest) -> HttpResponse:
    """The map of recency and frequency as a file."""
    picture = _required(request)
    return csv_file(f"recencia-y-frecuencia-{picture.run.on_date}.csv", rfm_csv(picture, _formats(request)))


@require_safe
def segments_concentration(request: HttpRequest) -> HttpResponse:
    """The points of both curves as a file."""
    picture = _required(request)
    spreads = {"clv": picture.worth, "value_12m": picture.brought} | ({"net_12m": picture.net} if picture.net else {})
    return csv_file(f"concentracion-{picture.run.on_date}.csv", spread_csv(spreads, _formats(request)))


@require_safe
def segments_strategic(request: HttpRequest) -> HttpResponse:
    """The strategic customers by area and kind as a file."""
    picture = _required(request)
    return csv_file(f"estrategicos-{picture.run.on_date}.csv", strategic_csv(picture, _formats(request)))


def _required(request: HttpRequest) -> BasePicture:
    picture = base_picture(reader(request))
    if picture is None:
        raise Http404
    return picture


def _formats(request: HttpRequest) -> Formats:
    return formats_for(company_of(request))
