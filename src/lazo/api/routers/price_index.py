"""Price indexes: their levels by month, and which one values are compared by; for who administers or imports."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.dated import dated_page
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Body, Cursor, Day, Limit
from lazo.kernel.models import Company, PriceIndex, User
from lazo.kernel.operations.exchange_rate import may_set_rates, plain
from lazo.kernel.operations.price_index import DatedLevel, UnableToSetPrices, set_price_levels, use_price_index

router = Router()
MOST = 1_000
Index = Annotated[str, Field(min_length=1, max_length=20, description="UF, UDI, IPC…")]


class PriceLevelOut(Schema):
    """The level of an index in a month (its first day); any base."""

    id: int
    index: str
    month: date
    level: str


class PriceLevelsOut(Schema):
    data: list[PriceLevelOut]
    next: str | None = None


class PriceLevelIn(Body):
    index: Index
    day: Day
    level: Annotated[
        str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,10})?$", description="with a decimal point, as text, so that it is exact")
    ]  # fmt: skip


class PriceLevelsIn(Body):
    levels: Annotated[list[PriceLevelIn], Field(min_length=1, max_length=MOST)]


class PriceLevelsSetOut(Schema):
    new: int
    changed: int
    same: int


class PriceIndexInUse(Schema):
    """`index` is what the next run compares by, `values_in` what today's values are in, as UF 2026-01; blank: as it was paid."""

    index: str
    values_in: str


class PriceIndexChoice(Body):
    index: Annotated[str, Field(max_length=20, description="blank for none")]


@router.get("/price-indexes", response=PriceLevelsOut)
def list_price_levels(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor = "",
    index: Annotated[str, Field(max_length=20, description="only this one")] = "",
) -> HttpResponse:
    """By index, the newest month first."""
    _setter(request)
    rows = PriceIndex.objects.filter(**({"name": index.upper()} if index else {}))
    return dated_page(rows, _row, name="name", day="month", limit=limit, cursor=cursor)


@router.post("/price-indexes", response=PriceLevelsSetOut)
def set_levels(request: HttpRequest, payload: PriceLevelsIn) -> HttpResponse:
    """Set many, all or none. Of several days of a month the last counts."""
    user = _setter(request)
    levels = [DatedLevel(one.index, one.day, Decimal(one.level)) for one in payload.levels]
    try:
        done = set_price_levels(levels=levels, by=user)
    except UnableToSetPrices as error:
        raise _refused(error, payload.levels) from error
    return answer({"new": done.new, "changed": done.changed, "same": done.same})


@router.get("/price-index-in-use", response=PriceIndexInUse)
def price_index_in_use(request: HttpRequest) -> HttpResponse:
    """By which index values of different months are compared."""
    _setter(request)
    return answer(_in_use())


@router.put("/price-index-in-use", response=PriceIndexInUse)
def choose_price_index(request: HttpRequest, payload: PriceIndexChoice) -> HttpResponse:
    """Compare by another from the next run on; blank for none."""
    user = _setter(request)
    try:
        use_price_index(index=payload.index, by=user)
    except UnableToSetPrices as error:
        raise Problem(422, error.code, [FieldError("/index", error.code)]) from error
    return answer(_in_use())


def _in_use() -> dict[str, str]:
    index, values_in = Company.objects.values_list("price_index", "priced_in").get(pk=1)
    return {"index": index, "values_in": values_in}


def _setter(request: HttpRequest) -> User:
    user = caller(request, "imports:write")
    if not may_set_rates(user):
        raise Problem(403, "not_allowed")
    return user


def _refused(error: UnableToSetPrices, levels: list[PriceLevelIn]) -> Problem:
    """With the pointer to the level it is about."""
    named, day = error.params.get("index", ""), error.params.get("day")
    places = (
        n
        for n, one in enumerate(levels)
        if " ".join(one.index.split()).upper() == named and (day is None or one.day.isoformat() == day)
    )
    name = "index" if error.code == "no_name" else "level"
    return Problem(422, error.code, [FieldError(f"/levels/{next(places, 0)}/{name}", error.code)])


def _row(one: PriceIndex) -> dict[str, Any]:
    return {"id": one.pk, "index": one.name, "month": one.month, "level": plain(one.level)}
