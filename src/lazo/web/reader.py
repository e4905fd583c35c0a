"""Who reads: the signed-in user, as the type that the floors below ask for."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from lazo.kernel.models import User


def reader(request: HttpRequest) -> User:
    """The signed-in user; the middleware lets nobody else reach a page that asks."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
