"""What other currencies are worth in the company's, by day, for who administers or imports."""

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
from lazo.api.shape import Body, Currency, Cursor, Day, Limit
from lazo.kernel.models import ExchangeRate, User
from lazo.kernel.operations.exchange_rate import (
    DatedRate,
    UnableToSetRate,
    may_set_rates,
    plain,
    set_exchange_rates,
)

router = Router()
MOST = 1_000


class RateOut(Schema):
    """One unit of `currency` is worth `rate` of the base currency from `day` until the next."""

    id: int
    currency: str
    day: date
    rate: str


class RatesOut(Schema):
    data: list[RateOut]
    next: str | None = None


class RateIn(Body):
    currency: Currency
    day: Day
    rate: Annotated[
        str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,10})?$", description="with a decimal point, as text, so that it is exact")
    ]  # fmt: skip


class RatesIn(Body):
    rates: Annotated[list[RateIn], Field(min_length=1, max_length=MOST)]


class RatesSetOut(Schema):
    new: int
    changed: int
    same: int


@router.get("/exchange-rates", response=RatesOut)
def list_rates(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor = "",
    currency: Annotated[str, Field(max_length=3, description="only this one")] = "",
) -> HttpResponse:
    """By currency, the newest day first."""
    _setter(request)
    rows = ExchangeRate.objects.filter(**({"currency": currency.upper()} if currency else {}))
    return dated_page(rows, _row, name="currency", day="day", limit=limit, cursor=cursor)


@router.post("/exchange-rates", response=RatesSetOut)
def set_rates(request: HttpRequest, payload: RatesIn) -> HttpResponse:
    """Set many, all or none. Purchases that are in keep the rate they came in with."""
    user = _setter(request)
    rates = [DatedRate(one.currency, one.day, Decimal(one.rate)) for one in payload.rates]
    try:
        done = set_exchange_rates(rates=rates, by=user)
    except UnableToSetRate as error:
        raise _refused(error, payload.rates) from error
    return answer({"new": done.new, "changed": done.changed, "same": done.same})


def _setter(request: HttpRequest) -> User:
    user = caller(request, "imports:write")
    if not may_set_rates(user):
        raise Problem(403, "not_allowed")
    return user


def _refused(error: UnableToSetRate, rates: list[RateIn]) -> Problem:
    """With the pointer to the rate it is about."""
    named, day = error.params.get("currency", ""), error.params.get("day")
    places = (n for n, one in enumerate(rates) if one.currency == named and (day is None or one.day.isoformat() == day))
    name = "rate" if error.code in {"not_positive", "too_large"} else "currency"
    return Problem(422, error.code, [FieldError(f"/rates/{next(places, 0)}/{name}", error.code)])


def _row(one: ExchangeRate) -> dict[str, Any]:
    return {"id": one.pk, "currency": one.currency, "day": one.day, "rate": plain(one.rate)}
