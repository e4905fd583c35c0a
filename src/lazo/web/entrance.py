"""The way in: after the password, the second step of whoever has one; then a session that its owner can see and close."""

import time
from collections.abc import Callable
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from lazo.kernel.models import User
from lazo.kernel.operations.session import record_sign_in
from lazo.web.second_factor import second_factors

PENDING, CONFIRMED = "lazo.second_step", "lazo.confirmed_at"
SEEN = "lazo.seen_at"
SECONDS_FOR_SECOND_STEP = 600
SECONDS_UNSEEN = 600
SECONDS_CONFIRMED = 900
BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, user: User, address: str) -> HttpResponse:
    """Let `user`, whose password is right, in to `address`, or ask for the second step."""
    if not second_factors(user):
        return come_in(request, user, address, method="password")
    request.session.cycle_key()
    request.session[PENDING] = {"user": user.pk, "at": time.time(), "next": address}
    return redirect("web:second_step")


def waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Who gave the password ten minutes ago at most and where they were going; None when nobody did."""
    pending: dict[str, Any] = request.session.get(PENDING) or {}
    if not pending or time.time() - pending["at"] > SECONDS_FOR_SECOND_STEP:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    return (user, pending["next"]) if user else None


def come_in(request: HttpRequest, user: User, address: str, *, method: str) -> HttpResponseRedirect:
    """Open the session; `method` is how the person showed who they are."""
    login(request, user, backend=BACKEND)
    request.session.pop(PENDING, None)
    note_confirmed(request)
    note_session(request)
    record_sign_in(user=user, method=method)
    return HttpResponseRedirect(address)


def note_session(request: HttpRequest) -> None:
    """List this session among its owner's, from which computer and which browser."""
    if request.session.session_key is None:
        request.session.save()
    longest = cast("int", UserSession._meta.get_field("user_agent").max_length)  # noqa: SLF001 - Django's documented way
    seen = {
        "user": request.user,
        "ip": get_adapter(request).get_client_ip(request),
        "user_agent": request.headers.get("User-Agent", "")[:longest],
    }
    request.session[SEEN] = time.time()
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=seen)


def note_confirmed(request: HttpRequest) -> None:
    request.session[CONFIRMED] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person showed who they are in the last quarter of an hour: asked before their keys are changed.

    Who has neither a password nor a second factor, as the people of the demo, has nothing to show it with.
    """
    user = cast("User", request.user)
    if time.time() - float(request.session.get(CONFIRMED, 0.0)) < SECONDS_CONFIRMED:
        return True
    return not (user.has_usable_password() or second_factors(user))


class SessionSeen:
    """Middleware: says every ten minutes that a session is still used, so that its owner recognises it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN)
        if seen is not None and time.time() - seen > SECONDS_UNSEEN:
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
            request.session[SEEN] = time.time()
        return self.get_response(request)
