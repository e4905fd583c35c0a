"""The description of the API, for machines and for people; it tells nothing of any company."""

import json
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.api.openapi import described
from lazo.api.rest import API

PREFIX = "api/v1"


@cache
def schema() -> dict[str, Any]:
    return described(API, PREFIX)


@login_not_required
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(json.dumps(schema(), ensure_ascii=False), content_type="application/json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page, without anything from elsewhere."""
    from lazo.api.reference_page import page_context

    return render(request, "api/docs.html", page_context(schema()))


@login_not_required
@require_safe
def shapes(request: HttpRequest) -> HttpResponse:
    """What goes in and comes out of the doors, a page of its own: both together would be too heavy for a telephone."""
    from lazo.api.reference_page import page_context

    return render(request, "api/shapes.html", page_context(schema()))
