"""The joined style sheet and script, cached by browsers for a year because their address changes with their content."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lazo.web.assets import htmx, script, stylesheet

FOR_A_YEAR = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    found = next((one for one in (stylesheet(), script(), htmx()) if one.name == name), None)
    if found is None:
        raise Http404
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.compressed if compressed else found.body, content_type=found.content_type)
    if compressed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_A_YEAR
    response["Vary"] = "Accept-Encoding"
    return response
