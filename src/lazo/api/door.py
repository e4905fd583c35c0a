"""What every request passes: the token, the limit, the idempotency key; and every failure leaves as a problem."""

import logging
import re
import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from lazo.api.caller import SAFE, Caller, authenticate
from lazo.api.idempotency import HEADER, answered_once
from lazo.api.problem import Problem
from lazo.api.rate_limit import Buckets
from lazo.kernel.jobs.run import describe_failure

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_writing = threading.Lock()
buckets = Buckets(per_minute=settings.LAZO_API_PER_MINUTE)


def door(view: View) -> View:
    """A view of the API: its caller is in `request.auth`, its failures are problems."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        headers: dict[str, str] = {}
        try:
            found = _admitted(request, headers)
            _check_text(request)
            response = _answered(request, found, lambda: view(request, *arguments, **named))
        except Exception as error:  # noqa: BLE001 - whatever happens leaves as a problem
            response = problem_of(request, error).response()
        if isinstance(response, HttpResponseNotAllowed):
            response = Problem(405, "bad_method", headers={"Allow": response["Allow"]}).response()
        for name, value in headers.items():
            response[name] = value
        response.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def problem_of(request: HttpRequest, error: Exception) -> Problem:
    """A failure as a problem; an unforeseen one is written down without anybody's values."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return Problem(404, "not_found")
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too_big", params={"limit": (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 2**20})
    if isinstance(error, SuspiciousOperation):
        return Problem(400, "bad_json")
    if isinstance(error, OperationalError) and connection.vendor == "sqlite":
        return Problem(503, "busy", headers={"Retry-After": "2"})
    route = request.resolver_match.route if request.resolver_match else ""
    logger.error("api %s %s: %s", request.method, route, describe_failure(error))
    return Problem(500, "failed")


def _admitted(request: HttpRequest, headers: dict[str, str]) -> Caller:
    found = authenticate(request)
    request.auth = found  # type: ignore[attr-defined]  # where the framework looks for it too
    allowance = buckets.take(found.key)
    headers.update(allowance.headers())
    if allowance.wait:
        raise Problem(429, "rate_limited", params={"seconds": allowance.wait})
    return found


def _check_text(request: HttpRequest) -> None:
    """Characters that no database keeps, wherever they come from. Raises Problem."""
    if "\x00" in request.path or "\x00" in unquote_plus(request.META.get("QUERY_STRING", "")):
        raise Problem(422, "bad_text")
    if request.method in SAFE or _is_upload(request):
        return
    body = request.body
    if b"\\u" in body and (b"\\u0000" in body or LONE_SURROGATE.search(PAIR.sub(b"", body))):
        raise Problem(422, "bad_text")


def _answered(request: HttpRequest, found: Caller, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if request.method in SAFE or _is_upload(request):
        return act()
    # SQLite has one writer: those of one process wait here in turn, where they would sleep and try again by chance.
    with _writing if connection.vendor == "sqlite" else nullcontext():
        return answered_once(request, found.user, act) if HEADER in request.headers else act()


def _is_upload(request: HttpRequest) -> bool:
    return (request.content_type or "").startswith("multipart/")
