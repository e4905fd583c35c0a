"""Every door at its address below /api/v1."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from lazo.api.docs import docs, openapi, shapes
from lazo.api.door import door
from lazo.api.problem import Problem
from lazo.api.rest import API


@door
def nowhere(_request: HttpRequest, *_arguments: Any, **_named: Any) -> HttpResponseBase:
    """Any other address below /api/v1."""
    raise Problem(404, "no_address")


def _guarded(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    found = [pattern for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        pattern.callback = door(pattern.callback)
    return found


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="docs"),
    path("docs/shapes", shapes, name="shapes"),
    *_guarded(API.urls[0]),
    re_path(r"^(?s:.*)\Z", nowhere),
]
