"""The ledger is written: each thing once, each mistake by an entry that takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from lazo.customize.models import Experiment, MoneyEntry
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.money.exchange import base_amount

TABLE = "customize_moneyentry"


class UnableToTakeBackMoney(Exception):
    """`code` is already_taken_back or takes_back."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Booking:
    """What is booked; fields as in `models.MoneyEntry`. `amount` in minor units of `currency`, `low` and `high` in base minor units."""

    key: str
    on: date
    area: str
    kind: str
    method: str
    category: str
    amount: int
    currency: str
    low: int | None = None
    high: int | None = None
    experiment: Experiment | None = None
    party: int | None = None
    note: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def book_money(*, booking: Booking, by: User | None) -> MoneyEntry:
    """Write it down at the rate of its day; the same key again is the entry that stands. Raises UnableToConvert, UnableToKnowCurrency."""
    told = {name: getattr(booking, name) for name in booking.__dataclass_fields__ if name not in {"key", "evidence"}}
    base = base_amount(booking.amount, booking.currency, booking.on)
    more = {"base_amount": base, "evidence": dict(booking.evidence), "by": by}
    row, is_new = MoneyEntry.objects.get_or_create(key=booking.key, defaults={**told, **more})
    if is_new:
        data = {"area": row.area, "kind": row.kind, "method": row.method, "category": row.category}
        record_event(kind="money.booked", by=by, table=TABLE, row=row.pk, data=data)
    return row


@transaction.atomic
def take_back_money(*, entry: MoneyEntry, by: User | None) -> MoneyEntry:
    """Write the entry that takes it back. Raises UnableToTakeBackMoney."""
    held = MoneyEntry.objects.select_for_update().get(pk=entry.pk)
    if held.takes_back_id is not None:
        raise UnableToTakeBackMoney("takes_back")
    if MoneyEntry.objects.filter(takes_back=held).exists():
        raise UnableToTakeBackMoney("already_taken_back")
    names = ("on", "area", "kind", "method", "category", "currency", "experiment_id", "party", "note")
    told = {name: getattr(held, name) for name in names}
    row = MoneyEntry.objects.create(
        **told, key=f"{held.key}:back", amount=-held.amount, base_amount=-held.base_amount, by=by, takes_back=held
    )
    record_event(kind="money.taken_back", by=by, table=TABLE, row=row.pk, data={"entry": held.pk})
    return row
