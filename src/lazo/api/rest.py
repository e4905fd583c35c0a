"""All the doors together: one description, one way to fail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from lazo import __version__
from lazo.api.door import problem_of
from lazo.api.invalid import problem_of_validation
from lazo.api.problem import FieldError, Problem
from lazo.api.routers import ROUTERS

DESCRIPTION = """Everything the pages and the importer do. Authenticate with `Authorization: Bearer <token>`.

Lists are pages of up to 1,000 rows: send the `next` of one as the `cursor` of the following. `fields` names the fields you need.
Money is minor units with a currency, days are ISO dates, instants ISO with a zone. Failures are `application/problem+json` with
the field, a code that stays the same, and what to do, in the language of `Accept-Language`. A changed row carries its version as
`ETag`: give it back as `If-Match`. Any `POST`, `PUT`, `PATCH` or `DELETE` may carry an `Idempotency-Key`: asked again within 24 hours
it answers the same and does nothing twice."""


class Bearer(HttpBearer):
    """For the description: the door has let the caller in already."""

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "auth", None)

    def authenticate(self, request: HttpRequest, _token: str) -> Any:
        return getattr(request, "auth", None)


def make_api() -> NinjaAPI:
    """The API with all its routers and failures, not yet at any address."""
    api = NinjaAPI(
        title="Lazo",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        auth=Bearer(),
    )
    api.add_decorator(_only_known_parameters, mode="view")
    for router, tag in ROUTERS:
        api.add_router("", router, tags=[tag])
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Exception, _failed)
    return api


def _only_known_parameters(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A misspelt filter is refused: passed over, it would answer a wider question than was asked."""
    operation = run.__self__  # type: ignore[attr-defined]  # the framework hands over the bound method of an operation
    known = {
        alias
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for alias in getattr(model, "__ninja_flatten_map__", {})
    }

    @wraps(run)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            return Problem(
                422, "invalid", [FieldError(name[:60], "unknown_parameter") for name in unknown[:20]]
            ).response()
        return run(request, *arguments, **named)

    return guarded


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem_of_validation(getattr(error, "errors", [])).response()


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    status = int(getattr(error, "status_code", 400))
    return Problem(status, "no_token" if status == 401 else "bad_json").response()


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_of(request, error).response()


API = make_api()
