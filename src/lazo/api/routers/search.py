"""Finding customers by what somebody types or a telephone shows."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import page
from lazo.api.caller import caller
from lazo.identify.queries.search import search_parties

router = Router()
Sought = Annotated[
    str, Field(max_length=120, description="names in any order, e-mail, telephone, document, external number")
]
Few = Annotated[int, Field(ge=1, le=100)]


class FoundOut(Schema):
    """`why`: the field that fitted (name, email, phone, tax_id, external_id); `shown`: its value, masked."""

    id: int
    name: str
    kind: str
    city: str
    country: str
    why: str
    shown: str


class FoundsOut(Schema):
    data: list[FoundOut]
    next: str | None = None


@router.get("/search", response=FoundsOut)
def search(request: HttpRequest, q: Sought, limit: Few = 20) -> HttpResponse:
    """Customers that fit every word: accents, capitals and order do not matter, slips are forgiven when nothing fits exactly."""
    user = caller(request, "customers:read")
    names = ("id", "name", "kind", "city", "country", "why", "shown")
    found = search_parties(user=user, text=q, limit=limit)
    return page({name: getattr(one, name) for name in names} for one in found)
