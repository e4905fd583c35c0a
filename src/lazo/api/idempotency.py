"""The same question twice is answered once: what was done and its answer become true in one transaction."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from lazo.api.problem import Problem
from lazo.kernel.models import IdempotentAnswer, User

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
LONGEST = 200
KEPT_HEADERS = ("ETag", "Location")


class _Undone(Exception):
    """Nothing was done, so nothing is kept."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


def answered_once(request: HttpRequest, user: User, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of `act`, or what it answered to the same key in the last 24 hours. Raises Problem.

    Only what succeeded is kept: a refused request did nothing, and may be mended and sent again. Whoever asks at the
    same moment with the same key waits for the first.
    """
    key = request.headers[HEADER].strip()
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        raise Problem(400, "bad_key")
    digest = _digest(request)
    try:
        with transaction.atomic():
            held = _begin(user, key, digest)
            if held is not None:
                return _repeated(held, digest)
            response = act()
            _keep(user, key, response)
            return response
    except _Undone as undone:
        return undone.response


def old_answers(at: datetime) -> "QuerySet[IdempotentAnswer]":
    return IdempotentAnswer.objects.filter(at__lt=at - KEPT)


def forget_old(*, at: datetime) -> int:
    """Forget what was answered more than a day before `at`; says how many."""
    return old_answers(at).delete()[0]


def _digest(request: HttpRequest) -> str:
    told = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}\n".encode()
    return hashlib.sha256(told + request.body).hexdigest()


def _begin(user: User, key: str, digest: str) -> IdempotentAnswer | None:
    """The answer that is there already; None when the key is now ours."""
    old_answers(timezone.now()).filter(user=user, key=key).delete()
    try:
        with transaction.atomic():
            IdempotentAnswer.objects.create(user=user, key=key, digest=digest)
    except IntegrityError:
        return IdempotentAnswer.objects.get(user=user, key=key)
    return None


def _repeated(held: IdempotentAnswer, digest: str) -> HttpResponse:
    if held.digest != digest:
        raise Problem(422, "key_reused")
    headers = {**held.headers, "Idempotent-Replayed": "true"}
    kind = headers.pop("Content-Type", "application/json")
    return HttpResponse(held.body, status=held.status, content_type=kind, headers=headers)


def _keep(user: User, key: str, response: HttpResponseBase) -> None:
    if response.status_code >= 400 or not isinstance(response, HttpResponse):
        raise _Undone(response)
    headers = {name: response[name] for name in (*KEPT_HEADERS, "Content-Type") if name in response}
    IdempotentAnswer.objects.filter(user=user, key=key).update(
        status=response.status_code, headers=headers, body=response.content.decode()
    )
