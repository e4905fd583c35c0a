"""Pages that change how one comes in ask first who one is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lazo.web.entrance import is_confirmed

View = TypeVar("View", bound=Callable[..., HttpResponse])


def confirmed(view: View) -> View:
    """Lead to the page that asks, and back, whoever has not shown who they are in the last quarter of an hour."""

    @wraps(view)
    def asked(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if is_confirmed(request):
            return view(request, **arguments)
        back = request.get_full_path() if request.method == "GET" else reverse("web:profile")
        return HttpResponseRedirect(f"{reverse('web:confirm')}?{urlencode({'next': back})}")

    return cast("View", asked)
