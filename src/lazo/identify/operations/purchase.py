"""Purchases that another system tells as they happen: one by one, or a thousand at once."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from lazo.identify.models import Party, Product, Purchase, PurchaseLine, Source
from lazo.identify.models.party import stands_for_visible
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.identify.queries.families import customers_of
from lazo.kernel.access import may
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User
from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of
from lazo.kernel.money.exchange import ExchangeTable, UnableToConvert

MOST = 1_000
LARGEST = 2**62
CREATED, SAME, REJECTED = "created", "same", "rejected"
COMPARED = ("occurred_on", "currency", "amount", "tax", "margin", "channel")


class UnableToRecordPurchases(Exception):
    """`code` is too_many, no_source, or busy when somebody recorded the same numbers at this moment: ask again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SaidLine:
    """A product by its code (made on first use; blank: none), thousandths of its unit, minor units of the purchase's currency."""

    sku: str
    quantity_milli: int
    amount: int
    margin: int | None = None


@dataclass(frozen=True)
class SaidPurchase:
    """Amounts are minor units of `currency`, net of tax; a return is negative. `customer` null: anonymous, for who may import."""

    external_id: str
    customer: int | None
    on: date
    currency: str
    amount: int
    at: datetime | None = None
    tax: int | None = None
    margin: int | None = None
    channel: str = ""
    lines: tuple[SaidLine, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """`outcome` created, same (the source told exactly this before) or rejected, with the `code` and `field` of what is wrong."""

    outcome: str
    purchase: int | None = None
    field: str = ""
    code: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def record_purchases(*, source: str, rows: Sequence[SaidPurchase], by: User) -> list[Recorded]:
    """Record the purchases that the source of that name numbers so; one answer a row, in their order, one event for all.

    A number the source used before for other figures is rejected: what happened is not rewritten here. A fixed number of statements.
    Raises UnableToRecordPurchases.
    """
    if len(rows) > MOST:
        raise UnableToRecordPurchases("too_many")
    try:
        with transaction.atomic():
            found = Source.objects.select_for_update().get(pk=ensure_source(name=source, by=by).pk)
            return _record(found, rows, by)
    except UnableToEnsureSource as error:
        raise UnableToRecordPurchases("no_source") from error
    except IntegrityError as error:
        raise UnableToRecordPurchases("busy") from error


def _record(source: Source, rows: Sequence[SaidPurchase], by: User) -> list[Recorded]:
    customers = _customers(rows, by)
    table = ExchangeTable.load({row.currency for row in rows})
    held = {one.external_id: one for one in Purchase.objects.filter(source=source, external_id__in=_numbers(rows))}
    told = [*(row.customer for row in rows), *(one.party_id for one in held.values())]
    stands_for = customers_of([number for number in told if number is not None])
    answers: list[Recorded | None] = []
    new: list[tuple[int, SaidPurchase, Purchase]] = []
    seen: set[str] = set()
    for place, row in enumerate(rows):
        made = _read(row, source, customers, table, seen)
        before = held.get(row.external_id) if isinstance(made, Purchase) else None
        if isinstance(made, Recorded):
            answers.append(made)
        elif before is not None:
            answers.append(_again(before, made, stands_for))
        else:
            new.append((place, row, made))
            answers.append(None)
        seen.add(row.external_id)
    _write(source, [(row, made) for _, row, made in new], by)
    for place, _, made in new:
        answers[place] = Recorded(CREATED, made.pk)
    return [answer for answer in answers if answer is not None]


def _customers(rows: Sequence[SaidPurchase], by: User) -> set[int | None]:
    """Whom a row may be about."""
    wanted = {row.customer for row in rows if row.customer is not None}
    # A record that was found to be another keeps what is told of it: whoever sees the customer may tell it.
    standing = Party.objects.filter(stands_for_visible(by, ""), pk__in=wanted)
    seen: set[int | None] = set(standing.values_list("pk", flat=True))
    return seen | {None} if None in {row.customer for row in rows} and may(by, "may_import") else seen


def _numbers(rows: Sequence[SaidPurchase]) -> list[str]:
    return [row.external_id for row in rows if row.external_id]


def _read(
    row: SaidPurchase, source: Source, customers: set[int | None], table: ExchangeTable, seen: set[str]
) -> Purchase | Recorded:
    """The purchase to be written, or why it cannot be."""
    if row.external_id in seen and row.external_id:
        return Recorded(REJECTED, field="external_id", code="repeated")
    if row.customer not in customers:
        return Recorded(REJECTED, field="customer", code="unknown_customer")
    try:
        digits_of(row.currency)
        base = table.base_amount(row.amount, row.currency, row.on)
        margin = None if row.margin is None else table.base_amount(row.margin, row.currency, row.on)
    except UnableToKnowCurrency:
        return Recorded(REJECTED, field="currency", code="unknown_currency")
    except UnableToConvert as error:
        return Recorded(REJECTED, field="currency", code="unknown_rate", params=error.params)
    if abs(base) > LARGEST or abs(margin or 0) > LARGEST:
        return Recorded(REJECTED, field="amount", code="out_of_range")
    return Purchase(
        party_id=row.customer, source=source, external_id=row.external_id or None, occurred_on=row.on, occurred_at=row.at,
        currency=row.currency, amount=row.amount, tax=row.tax, margin=row.margin, base_amount=base, base_margin=margin,
        channel=row.channel,
    )  # fmt: skip


def _again(before: Purchase, said: Purchase, stands_for: Mapping[int, int]) -> Recorded:
    """Two records of one customer are the same buyer."""
    same = stands_for.get(before.party_id or 0) == stands_for.get(said.party_id or 0)
    if same and all(getattr(before, name) == getattr(said, name) for name in COMPARED):
        return Recorded(SAME, before.pk)
    return Recorded(REJECTED, before.pk, "external_id", "differs")


def _write(source: Source, new: Sequence[tuple[SaidPurchase, Purchase]], by: User) -> None:
    if not new:
        return
    Purchase.objects.bulk_create(made for _, made in new)
    products = _products({line.sku for row, _ in new for line in row.lines if line.sku})
    lines = [
        PurchaseLine(
            purchase=made, product_id=products.get(line.sku), quantity_milli=line.quantity_milli, amount=line.amount,
            margin=line.margin,
        )
        for row, made in new
        for line in row.lines
    ]  # fmt: skip
    PurchaseLine.objects.bulk_create(lines)
    _note("purchases", [made.pk for _, made in new])
    _note("purchase_lines", [line.pk for line in lines])
    _tell(source, [made for _, made in new], by)


def _products(skus: set[str]) -> dict[str, int]:
    known = dict(Product.objects.filter(sku__in=skus).values_list("sku", "pk"))
    made = Product.objects.bulk_create(Product(sku=sku) for sku in sorted(skus - known.keys()))
    _note("products", [product.pk for product in made])
    return known | {product.sku: product.pk for product in made}


def _note(table: str, ids: Sequence[int]) -> None:
    operation = Change.Operation.APPEND
    note_changes([Change(table=table, operation=operation, row_from=low, row_to=high) for low, high in runs(ids)])


def _tell(source: Source, made: Sequence[Purchase], by: User) -> None:
    data: dict[str, Any] = {"source": source.pk, "count": len(made)}
    one = made[0] if len(made) == 1 else None
    if one is not None:
        data["party"] = one.party_id
    else:
        data["purchases"] = [purchase.pk for purchase in made]
    record_event(kind="purchases.recorded", by=by, table="identify_purchase", row=one.pk if one else None, data=data)
