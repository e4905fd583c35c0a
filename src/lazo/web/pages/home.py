"""The front door: the cycle map when there is something on it, the first run while there is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lazo.web.queries.presence import has_customers


@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    return redirect("web:cycle" if has_customers() else "web:first_run")
