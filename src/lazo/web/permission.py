"""Pages that a permission guards: without it, the page that says so."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User
from lazo.kernel.operations.exchange_rate import may_set_rates
from lazo.web.reader import reader


def importer(request: HttpRequest) -> User:
    """The signed-in user, who may bring data in; anybody else is refused."""
    return _holder(request, "may_import")


def analyst(request: HttpRequest) -> User:
    """The signed-in user, who may see how the whole company is computed; anybody else is refused."""
    return _holder(request, "may_export")


def administrator(request: HttpRequest) -> User:
    """The signed-in user, who may say who works here and how; anybody else is refused."""
    return _holder(request, "may_administer")


def campaigner(request: HttpRequest) -> User:
    """The signed-in user, who may make, approve and launch campaigns; anybody else is refused."""
    return _holder(request, "may_campaign")


def money_keeper(request: HttpRequest) -> User:
    """The signed-in user, who may see and book the company's money; anybody else is refused."""
    return _holder(request, "may_see_money")


def adder(request: HttpRequest) -> User:
    """The signed-in user, who sees customers and so may add some; anybody else is refused."""
    user = reader(request)
    if row_rule(user).nothing:
        raise PermissionDenied
    return user


def rate_setter(request: HttpRequest) -> User:
    """The signed-in user, who may say what currencies are worth; anybody else is refused."""
    user = reader(request)
    if not may_set_rates(user):
        raise PermissionDenied
    return user


def _holder(request: HttpRequest, permission: str) -> User:
    user = reader(request)
    if not may(user, permission):
        raise PermissionDenied
    return user
