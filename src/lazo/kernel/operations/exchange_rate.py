"""The exchange rates of the workspace: what one unit of another currency is worth in the base currency, from a day on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import is_currency
from django.db import transaction

from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, ExchangeRate, User

STEP = Decimal("1e-10")
LIMIT = Decimal(10**14)
PERMISSIONS = ("may_administer", "may_import")


class UnableToSetRate(Exception):
    """The rate can't be one; `code` says why: not_allowed, unknown_currency, is_base, not_positive, too_large, repeated."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class DatedRate:
    """`rate` units of the base currency for one unit of `currency`, from `day` until the next dated rate."""

    currency: str
    day: date
    rate: Decimal


@dataclass(frozen=True)
class RatesSet:
    """How many rates are new, how many changed, and how many stood so already."""

    new: int
    changed: int
    same: int


def may_set_rates(user: User) -> bool:
    """Whether the user's roles let them administer or bring data in."""
    return any(may(user, permission) for permission in PERMISSIONS)


def checked_rate(found: DatedRate, *, base: str) -> DatedRate:
    """The rate as it will be stored: currency in capitals, ten decimals. Raises UnableToSetRate."""
    currency = found.currency.strip().upper()
    if not is_currency(currency):
        raise UnableToSetRate("unknown_currency", currency=currency)
    if currency == base:
        raise UnableToSetRate("is_base", currency=currency)
    if not found.rate.is_finite() or found.rate < STEP:
        raise UnableToSetRate("not_positive", currency=currency)
    if found.rate >= LIMIT:
        raise UnableToSetRate("too_large", currency=currency)
    return DatedRate(currency, found.day, found.rate.quantize(STEP, rounding=ROUND_HALF_UP))


@transaction.atomic
def set_exchange_rate(*, currency: str, day: date, rate: Decimal, by: User | None) -> ExchangeRate:
    """Say what one unit of `currency` is worth in the base currency from `day` on; another rate of that day gives way.

    Purchases that are in keep the rate they came in with. Raises UnableToSetRate.
    """
    _allow(by)
    asked = checked_rate(DatedRate(currency, day, rate), base=_base())
    before = ExchangeRate.objects.filter(currency=asked.currency, day=day).first()
    if before is not None and before.rate == asked.rate:
        return before
    row, _ = ExchangeRate.objects.update_or_create(currency=asked.currency, day=day, defaults={"rate": asked.rate})
    record_event(
        kind="money.rate_set",
        by=by,
        table="kernel_exchangerate",
        row=row.pk,
        data=_told(asked, before.rate if before else None),
    )
    return row


@transaction.atomic
def set_exchange_rates(*, rates: Iterable[DatedRate], by: User | None) -> RatesSet:
    """Set many rates, all of them or none, with one event that holds each change. Raises UnableToSetRate."""
    _allow(by)
    base = _base()
    asked: dict[tuple[str, date], DatedRate] = {}
    for found in rates:
        one = checked_rate(found, base=base)
        if asked.setdefault((one.currency, one.day), one) != one:
            raise UnableToSetRate("repeated", currency=one.currency, day=one.day.isoformat())
    known = _known({currency for currency, _ in asked})
    fresh = [one for key, one in asked.items() if known.get(key) != one.rate]
    ExchangeRate.objects.bulk_create(
        [ExchangeRate(currency=one.currency, day=one.day, rate=one.rate) for one in fresh],
        update_conflicts=True,
        unique_fields=["currency", "day"],
        update_fields=["rate"],
    )
    if fresh:
        changes = [_told(one, known.get((one.currency, one.day))) for one in fresh]
        record_event(kind="money.rates_set", by=by, table="kernel_exchangerate", data={"rates": changes})
    changed = sum((one.currency, one.day) in known for one in fresh)
    return RatesSet(new=len(fresh) - changed, changed=changed, same=len(asked) - len(fresh))


def plain(rate: Decimal) -> str:
    """A rate with a decimal point and without the zeros at its end: 215.4."""
    return f"{rate.normalize():f}"


def _allow(by: User | None) -> None:
    if by is not None and not may_set_rates(by):
        raise UnableToSetRate("not_allowed")


def _base() -> str:
    return Company.objects.get(pk=1).currency


def _known(currencies: set[str]) -> dict[tuple[str, date], Decimal]:
    rows = ExchangeRate.objects.filter(currency__in=currencies).values_list("currency", "day", "rate")
    return {(currency, day): rate for currency, day, rate in rows}


def _told(one: DatedRate, before: Decimal | None) -> dict[str, Any]:
    return {
        "currency": one.currency,
        "day": one.day.isoformat(),
        "before": None if before is None else plain(before),
        "after": plain(one.rate),
    }
