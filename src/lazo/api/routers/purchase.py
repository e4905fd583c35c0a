"""Purchases."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from lazo.api.answer import answer, money, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party, found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Currency, Cursor, Day, FieldProblem, Fields, Id, Limit, Minor, Money, ShortText
from lazo.identify.models import Purchase
from lazo.identify.models.party import stands_for_visible
from lazo.identify.operations.purchase import (
    MOST,
    Recorded,
    SaidLine,
    SaidPurchase,
    UnableToRecordPurchases,
    record_purchases,
)
from lazo.identify.queries.purchase import purchases_of

router = Router()


class LineOut(Schema):
    """`quantity`: thousandths of the unit of sale."""

    product: int | None = None
    sku: str
    name: str
    quantity_milli: int
    amount: Money
    margin: Money | None = None


class PurchaseOut(Schema):
    """Net of tax; a return is negative."""

    id: int
    customer: int | None = None
    source: str | None = None
    external_id: str | None = None
    on: date | None = None
    at: datetime | None = None
    amount: Money | None = None
    tax: Money | None = None
    margin: Money | None = None
    channel: str | None = None
    lines: list[LineOut] | None = None


class PurchasesOut(Schema):
    data: list[PurchaseOut]
    next: str | None = None


class LineIn(Body):
    sku: Annotated[str, Field(max_length=80)] = ""
    quantity_milli: Annotated[int, Field(ge=-(10**15), le=10**15)] = 1000
    amount: Minor
    margin: Minor | None = None


class PurchaseRow(Body):
    """Amounts are minor units of `currency`. The same number of the same source again is not a second purchase."""

    external_id: ShortText = ""
    customer: Id | None = None
    on: Day
    at: AwareDatetime | None = None
    currency: Currency
    amount: Minor
    tax: Minor | None = None
    margin: Minor | None = None
    channel: Annotated[str, Field(max_length=40)] = ""
    lines: Annotated[list[LineIn], Field(max_length=500)] = []


class PurchaseIn(PurchaseRow):
    source: Annotated[str, Field(min_length=1, max_length=120)]


class PurchasesIn(Body):
    source: Annotated[str, Field(min_length=1, max_length=120)]
    rows: Annotated[list[PurchaseRow], Field(min_length=1, max_length=MOST)]


class PurchaseResult(Schema):
    row: int
    outcome: Literal["created", "same", "rejected"]
    id: int | None = None
    errors: list[FieldProblem]


class PurchaseResults(Schema):
    created: int
    same: int
    rejected: int
    results: list[PurchaseResult]


@router.get("/customers/{customer}/purchases", response=PurchasesOut)
def list_purchases(
    request: HttpRequest, customer: Id, limit: Limit = 50, cursor: Cursor = "", fields: Fields = ""
) -> HttpResponse:
    """What a customer bought and returned, the newest first, with its lines."""
    user = caller(request, "purchases:read")
    rows = purchases_of(found_party(user, customer))
    if cursor:
        day, number = read_cursor(cursor, str, int)
        rows = rows.filter(_before(day, number))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = make_cursor(last.occurred_on.isoformat(), last.pk) if last else ""
    return page([_row(one, _lines(one)) for one in found[:limit]], next_cursor=following, fields=fields)


@router.post("/purchases", response={200: PurchaseOut, 201: PurchaseOut})
def create_purchase(request: HttpRequest, payload: PurchaseIn) -> HttpResponse:
    """Record a purchase; 200 when the source told exactly this before. Without a customer it is anonymous, for who may import."""
    user = caller(request, "purchases:write")
    done = _recorded(payload.source, [payload], user)[0]
    if done.outcome == "rejected":
        status, field = 409 if done.code == "differs" else 422, f"/{done.field}"
        raise Problem(status, done.code, [FieldError(field, done.code, done.params)], params=done.params)
    one = Purchase.objects.select_related("source").prefetch_related("lines__product").get(pk=done.purchase or 0)
    return answer(_row(one, _lines(one)), status=201 if done.outcome == "created" else 200)


@router.post("/purchases/bulk", response=PurchaseResults)
def create_purchases(request: HttpRequest, payload: PurchasesIn) -> HttpResponse:
    """Record up to 1,000 purchases of one source. A row that cannot be is rejected alone."""
    user = caller(request, "purchases:write")
    found = _recorded(payload.source, payload.rows, user)
    counts = {name: sum(one.outcome == name for one in found) for name in ("created", "same", "rejected")}
    return answer({**counts, "results": [_result(place, one) for place, one in enumerate(found)]})


@router.get("/purchases/{purchase}", response=PurchaseOut)
def get_purchase(request: HttpRequest, purchase: Id) -> HttpResponse:
    """One purchase of a customer the person may see."""
    user = caller(request, "purchases:read")
    one = found_row(_visible(user).select_related("source").prefetch_related("lines__product"), purchase)
    return answer(_row(one, _lines(one)))


def _recorded(source: str, rows: Any, user: Any) -> list[Recorded]:
    try:
        return record_purchases(source=source, rows=[_said(row) for row in rows], by=user)
    except UnableToRecordPurchases as error:
        raise refused(error, pointers={"": "/source" if error.code == "no_source" else ""}) from error


def _said(row: PurchaseRow) -> SaidPurchase:
    lines = tuple(SaidLine(line.sku.strip(), line.quantity_milli, line.amount, line.margin) for line in row.lines)
    return SaidPurchase(
        external_id=row.external_id.strip(), customer=row.customer, on=row.on, at=row.at, currency=row.currency,
        amount=row.amount, tax=row.tax, margin=row.margin, channel=row.channel.strip(), lines=lines,
    )  # fmt: skip


def _visible(user: Any) -> "QuerySet[Purchase]":
    return Purchase.objects.filter(stands_for_visible(user, "party"), party__isnull=False).select_related("party")


def _before(day: str, number: int) -> Q:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")]) from None
    return Q(occurred_on__lt=on) | Q(occurred_on=on, pk__lt=number)


def _row(one: Purchase, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "customer": one.party and (one.party.canonical_id or one.party_id),
        "source": one.source.key,
        "external_id": one.external_id,
        "on": one.occurred_on,
        "at": one.occurred_at,
        **{name: money(getattr(one, name), one.currency) for name in ("amount", "tax", "margin")},
        "channel": one.channel,
        "lines": lines,
    }


def _lines(one: Purchase) -> list[dict[str, Any]]:
    return [
        {
            "product": line.product_id,
            "sku": line.product.sku if line.product else "",
            "name": line.product.name if line.product else "",
            "quantity_milli": line.quantity_milli,
            "amount": money(line.amount, one.currency),
            "margin": money(line.margin, one.currency),
        }
        for line in one.lines.all()
    ]


def _result(place: int, one: Recorded) -> dict[str, Any]:
    errors = [FieldError(f"/rows/{place}/{one.field}", one.code, one.params).told()] if one.code else []
    return {"row": place, "outcome": one.outcome, "id": one.purchase, "errors": errors}
