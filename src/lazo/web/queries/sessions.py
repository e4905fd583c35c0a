"""The open sessions of a person, in words they recognise."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from lazo.kernel.models import User

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OpenSession:
    """One session: on what, from where, since and until when it was used, and whether it is the one that asks."""

    id: int
    device: str
    ip: str
    since: datetime
    seen: datetime
    is_current: bool


def open_sessions(*, user: User, current: str | None) -> list[OpenSession]:
    """The sessions still open, the one that asks first, then by when they were last used."""
    kept = list(UserSession.objects.filter(user=user))
    alive = set(
        Session.objects.filter(
            session_key__in=[one.session_key for one in kept], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    rows = [
        OpenSession(
            id=session.pk,
            device=device(session.user_agent),
            ip=session.ip,
            since=session.created_at,
            seen=session.last_seen_at,
            is_current=session.session_key == current,
        )
        for session in kept
        if session.session_key in alive
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.seen.timestamp(), row.id))


def device(user_agent: str) -> str:
    """`Chrome en Android`; what is not known, as a program."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if re.search(mark, user_agent)), "")
    if browser and system:
        return _("%(browser)s en %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Otro programa")
