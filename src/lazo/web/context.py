"""What every page knows: the company, how it writes numbers, where one can go, light or dark."""

import re
from functools import cache, partial
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language

from lazo.kernel.models import Company, RoleAssignment, Scope, User
from lazo.kernel.prepared import Prepared
from lazo.kernel.workspace_company import workspace_company
from lazo.web.commands import Line, lettered, lines
from lazo.web.formats import Formats
from lazo.web.navigation import Link, links

THEMES = ("system", "light", "dark")
THEME_COOKIE = "lazo_theme"
APPLE = re.compile(r"Macintosh|iPhone|iPad")
PERMISSIONS = ("may_import", "may_export", "may_administer", "may_erase", "may_campaign", "may_see_money")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell: `company` (None before the first run), `formats`, `places`, `shortcuts`, `theme`, `command_key`."""
    company = company_of(request)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "company": company,
        "formats": formats_for(company),
        # A fragment of a page has neither, and need not ask what its reader may do.
        "places": partial(_places, request),
        "shortcuts": partial(_shortcuts, request),
        "theme": theme if theme in THEMES else "system",
        "command_key": "⌘K" if APPLE.search(request.headers.get("User-Agent", "")) else "Ctrl K",
    }


def _places(request: HttpRequest) -> tuple[Link, ...]:
    return _places_for(permissions_of(request), get_language()) if _is_signed_in(request) else ()


def _shortcuts(request: HttpRequest) -> tuple[Line, ...]:
    return _shortcuts_for(permissions_of(request), get_language()) if _is_signed_in(request) else ()


@cache
def _places_for(permissions: frozenset[str], _language: str | None) -> tuple[Link, ...]:
    return tuple(links(permissions))


@cache
def _shortcuts_for(permissions: frozenset[str], _language: str | None) -> tuple[Line, ...]:
    return tuple(lines(permissions, among=lettered()))


def _is_signed_in(request: HttpRequest) -> bool:
    return isinstance(request.user, User)


def permissions_of(request: HttpRequest) -> frozenset[str]:
    """What the roles of the signed-in user allow, in one question a request; nothing for anybody else."""
    known = vars(request)
    if "lazo_permissions" not in known:
        known["lazo_permissions"] = _granted(request.user) if isinstance(request.user, User) else frozenset()
    permissions: frozenset[str] = known["lazo_permissions"]
    return permissions


_roles = Prepared(
    lambda user: RoleAssignment.objects.filter(user_id=user).values_list(
        "role__scope", *(f"role__{name}" for name in PERMISSIONS)
    ),
    int,
)


def _granted(user: User) -> frozenset[str]:
    """The permissions of the roles, and `may_add`: who sees rows may write new ones, which are then theirs."""
    granted = _roles(user.pk)
    adds = {"may_add"} if any(scope != Scope.NONE for scope, *_held in granted) else set()
    return frozenset(adds | {name for place, name in enumerate(PERMISSIONS, 1) if any(row[place] for row in granted)})


def company_of(request: HttpRequest) -> Company | None:
    """The one row of the workspace, read once a request; a workspace without tables yet has none."""
    known = vars(request)
    if "lazo_company" not in known:
        try:
            known["lazo_company"] = workspace_company()
        except DatabaseError:
            known["lazo_company"] = None
    company: Company | None = known["lazo_company"]
    return company


def formats_for(company: Company | None) -> Formats:
    """Numbers by the company's country and currency, words by the reader's language."""
    language = (get_language() or "es").split("-")[0]
    if company is None:
        return Formats(language=language)
    return Formats(language=language, country=company.country, currency=company.currency)
