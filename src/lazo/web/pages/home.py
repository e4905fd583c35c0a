"""The front door: the cycle map when there is something on it, the first run while there is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lazo.web.pages.cycle import cycle
from lazo.web.queries.presence import has_customers


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The map stands here itself: to be sent on to it takes a phone a sixth of a second."""
    return cycle(request) if has_customers() else redirect("web:first_run")
