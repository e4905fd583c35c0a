"""Searching and doing from anywhere: the page of the palette, and the lines that the palette asks for as one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lazo.web.commands import Kind, lines, lines_with
from lazo.web.context import permissions_of
from lazo.web.queries.find import customers_found
from lazo.web.reader import reader

LONGEST = 120
ONLY_DEEDS = ">"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`q` finds customers, deeds and places; after the sign > deeds alone."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    is_palette = request.headers.get("HX-Target") == "paleta"
    context = {"section": "search", "text": text, "is_palette": is_palette, **_found(request, text)}
    template = "web/kernel/_search_lines.html" if is_palette else "web/kernel/search_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _found(request: HttpRequest, text: str) -> dict[str, Any]:
    only_deeds = text.startswith(ONLY_DEEDS)
    sought = text.removeprefix(ONLY_DEEDS).strip()
    fitting = lines(permissions_of(request), sought)
    customers = [] if only_deeds else customers_found(user=reader(request), text=sought)
    # Before anything is typed, only what one does all day: how the pages look is found by its name.
    do = [line for line in fitting if line.kind is Kind.DO and (sought or only_deeds or line.posts is None)]
    if customers and customers[0].name:
        do = [*lines_with(customers[0].id, customers[0].name), *do]
    go = [] if only_deeds else [line for line in fitting if line.kind is Kind.GO]
    return {"sought": sought, "customers": customers, "do": do, "go": go, "count": len(customers) + len(do) + len(go)}
