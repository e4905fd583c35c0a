"""Finding customers by what somebody types or a telephone shows, and who may be there already."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import page
from lazo.api.caller import caller
from lazo.api.schemas.customer import Contacts
from lazo.api.shape import Body, Kind, Name, ShortText
from lazo.identify.queries.duplicates import Sketch, likely_duplicates
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


class SketchIn(Body):
    """What is known of somebody before they are written."""

    name: Name = ""
    kind: Kind | None = None
    city: ShortText = ""
    country: Annotated[str, Field(max_length=2)] = ""
    emails: Contacts = []
    phones: Contacts = []
    handles: Contacts = []
    documents: Contacts = []


class LikelyOut(Schema):
    """`why`: document, email, phone, handle or name; `is_exact` is false of a near name."""

    id: int
    name: str
    kind: str
    city: str
    country: str
    why: str
    is_exact: bool


class LikelyRows(Schema):
    data: list[LikelyOut]
    next: str | None = None


@router.post("/duplicates", response=LikelyRows)
def find_duplicates(request: HttpRequest, payload: SketchIn) -> HttpResponse:
    """Up to five customers the person sees who may be the one described, the surest first. Nothing is written."""
    user = caller(request, "customers:read")
    sketch = Sketch(**{**payload.model_dump(), "kind": payload.kind or ""})
    names = ("id", "name", "kind", "city", "country", "why", "is_exact")
    found = likely_duplicates(user=user, sketch=sketch)
    return page({name: getattr(one, name) for name in names} for one in found)


@router.get("/search", response=FoundsOut)
def search(request: HttpRequest, q: Sought, limit: Few = 20) -> HttpResponse:
    """Customers that fit every word: accents, capitals and order do not matter, slips are forgiven when nothing fits exactly."""
    user = caller(request, "customers:read")
    names = ("id", "name", "kind", "city", "country", "why", "shown")
    found = search_parties(user=user, text=q, limit=limit)
    return page({name: getattr(one, name) for name in names} for one in found)
