"""What every page needs is named beside it: a browser asks for style sheet and typeface before it has read the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from lazo.web import assets

TYPEFACE = "lazo/fonts/asap-var-subset.woff2"


class Preload:
    """Adds `Link` headers to whole pages; parts of a page come where both are known already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and response.status_code == 200
        if is_page and "HX-Request" not in request.headers:
            sheet = reverse("web:asset", args=[assets.stylesheet().name])
            response["Link"] = (
                f"<{sheet}>; rel=preload; as=style, <{static(TYPEFACE)}>; rel=preload; as=font; type=font/woff2; crossorigin"
            )
        return response
