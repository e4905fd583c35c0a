"""Price indexes (UF, UDI, CPI…): their levels by month, and which one values of different months are compared by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import Company, PriceIndex, User
from lazo.kernel.operations.exchange_rate import LIMIT, STEP, may_set_rates, plain

LONGEST_NAME = 20


class UnableToSetPrices(Exception):
    """What was asked can't be done; `code` says why: not_allowed, no_name, not_positive, too_large, repeated, unknown_index."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class DatedLevel:
    """The level of an index on a day; any base. It counts for the day's month."""

    index: str
    day: date
    level: Decimal

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


@dataclass(frozen=True)
class LevelsSet:
    """How many months are new, how many changed, and how many stood so already."""

    new: int
    changed: int
    same: int


def checked_level(found: DatedLevel) -> DatedLevel:
    """The level as it will be stored: name in capitals, ten decimals. Raises UnableToSetPrices."""
    index = " ".join(found.index.split()).upper()
    if not index or len(index) > LONGEST_NAME:
        raise UnableToSetPrices("no_name", index=index)
    if not found.level.is_finite() or found.level < STEP:
        raise UnableToSetPrices("not_positive", index=index)
    if found.level >= LIMIT:
        raise UnableToSetPrices("too_large", index=index)
    return DatedLevel(index, found.day, found.level.quantize(STEP, rounding=ROUND_HALF_UP))


@transaction.atomic
def set_price_levels(*, levels: Iterable[DatedLevel], by: User | None) -> LevelsSet:
    """Set many levels, all of them or none, with one event that holds each change. Of several days of a month the last counts.

    The first index of a workspace becomes the one values are compared by. Runs that are done keep their money; the next
    one uses the levels. Raises UnableToSetPrices.
    """
    _allow(by)
    asked: dict[tuple[str, date], DatedLevel] = {}
    for one in sorted(map(checked_level, levels), key=lambda level: (level.index, level.day)):
        before = asked.get((one.index, one.month))
        if before is not None and before.day == one.day and before.level != one.level:
            raise UnableToSetPrices("repeated", index=one.index, day=one.day.isoformat())
        asked[one.index, one.month] = one
    is_first = not PriceIndex.objects.exists()
    known = _known({index for index, _ in asked})
    fresh = [one for key, one in asked.items() if known.get(key) != one.level]
    PriceIndex.objects.bulk_create(
        [PriceIndex(name=one.index, month=one.month, level=one.level) for one in fresh],
        update_conflicts=True,
        unique_fields=["name", "month"],
        update_fields=["level"],
    )
    if fresh:
        changes = [_told(one, known.get((one.index, one.month))) for one in fresh]
        record_event(kind="money.prices_set", by=by, table="kernel_priceindex", data={"levels": changes})
    if fresh and is_first:
        _use(fresh[0].index, by=by)
    changed = sum((one.index, one.month) in known for one in fresh)
    return LevelsSet(new=len(fresh) - changed, changed=changed, same=len(asked) - len(fresh))


@transaction.atomic
def use_price_index(*, index: str, by: User | None) -> None:
    """Compare values of different months by this index from the next run on; blank leaves them as they were paid.

    Raises UnableToSetPrices.
    """
    _allow(by)
    name = " ".join(index.split()).upper()
    if name and not PriceIndex.objects.filter(name=name).exists():
        raise UnableToSetPrices("unknown_index", index=name)
    _use(name, by=by)


def _use(index: str, *, by: User | None) -> None:
    before = Company.objects.select_for_update().values_list("price_index", flat=True).get(pk=1)
    if before == index:
        return
    Company.objects.filter(pk=1).update(price_index=index)
    record_event(kind="money.price_index_used", by=by, table="company", row=1, data={"before": before, "after": index})


def _allow(by: User | None) -> None:
    if by is not None and not may_set_rates(by):
        raise UnableToSetPrices("not_allowed")


def _known(indexes: set[str]) -> dict[tuple[str, date], Decimal]:
    rows = PriceIndex.objects.filter(name__in=indexes).values_list("name", "month", "level")
    return {(name, month): level for name, month, level in rows}


def _told(one: DatedLevel, before: Decimal | None) -> dict[str, Any]:
    return {
        "index": one.index,
        "month": f"{one.month:%Y-%m}",
        "before": None if before is None else plain(before),
        "after": plain(one.level),
    }
