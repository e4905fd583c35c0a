"""Parties and roles in the shape of TM Forum's open interfaces, for systems that speak them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.shape import Cursor, Limit
from lazo.identify.queries.tmf import TmfPage, tmf_parties, tmf_roles

router = Router()


class TmfResourcesOut(Schema):
    """Each has `id`, `href` and `@type`; the rest is of the type: see the reference of the interface."""

    data: list[dict[str, Any]]
    next: str | None = None


@router.get("/tmf/parties", response=TmfResourcesOut)
def list_tmf_parties(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """Individuals and organizations with ways of contact, documents and relations, as TMF632 has them."""
    return _told(request, tmf_parties, limit, cursor)


@router.get("/tmf/roles", response=TmfResourcesOut)
def list_tmf_roles(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """What they are and were to us, as TMF629 and TMF669 have it."""
    return _told(request, tmf_roles, limit, cursor)


def _told(request: HttpRequest, read: Callable[..., TmfPage], limit: int, cursor: str) -> HttpResponse:
    user = caller(request, "customers:read")
    found = read(user=user, after=read_cursor(cursor, int)[0] if cursor else 0, size=limit)
    return page(found.rows, next_cursor=make_cursor(found.last) if found.last is not None else "")
