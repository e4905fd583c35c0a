"""The address of the API. All of it loads when the first program asks, so that who serves pages alone stays small."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLResolver, re_path
from django.urls.resolvers import RegexPattern
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
@login_not_required
def programs(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Hand a request to its door, which sees to who may come in."""
    match = _doors().resolve(rest)
    request.resolver_match = match
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


@cache
def _doors() -> URLResolver:
    return URLResolver(RegexPattern(""), "lazo.api.addresses")


urlpatterns = [re_path(r"^(?P<rest>(?s:.*))\Z", programs, name="api")]
