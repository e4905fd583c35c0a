"""Pages that a permission guards: without it, the page that says so."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from lazo.kernel.access import may
from lazo.kernel.models import User
from lazo.web.reader import reader


def importer(request: HttpRequest) -> User:
    """The signed-in user, who may bring data in; anybody else is refused."""
    return _holder(request, "may_import")


def analyst(request: HttpRequest) -> User:
    """The signed-in user, who may see how the whole company is computed; anybody else is refused."""
    return _holder(request, "may_export")


def _holder(request: HttpRequest, permission: str) -> User:
    user = reader(request)
    if not may(user, permission):
        raise PermissionDenied
    return user
