"""Where records come from."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Body
from lazo.identify.models import Source
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source

router = Router()


class SourceOut(Schema):
    id: int
    key: str
    name: str
    created_at: datetime


class SourcesOut(Schema):
    data: list[SourceOut]
    next: str | None = None


class SourceIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]


@router.get("/sources", response=SourcesOut)
def list_sources(request: HttpRequest) -> HttpResponse:
    """All sources by name, for who may import."""
    caller(request, "imports:write", permission="may_import")
    return page(_row(one) for one in Source.objects.order_by("name", "pk"))


@router.post("/sources", response=SourceOut)
def create_source(request: HttpRequest, payload: SourceIn) -> HttpResponse:
    """The source of that name, made when there is none."""
    user = caller(request, "imports:write", permission="may_import")
    try:
        made = ensure_source(name=payload.name, by=user)
    except UnableToEnsureSource as error:
        raise Problem(422, "invalid", [FieldError("/name", "no_key")]) from error
    made.refresh_from_db()
    return answer(_row(made))


def _row(one: Source) -> dict[str, Any]:
    return {"id": one.pk, "key": one.key, "name": one.name, "created_at": one.created_at}
