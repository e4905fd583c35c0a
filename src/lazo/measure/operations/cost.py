"""Costs that no channel books by itself: media, discounts, time of people, tools. Entered by hand, taken back by another entry."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from lazo.customize.models import Experiment, MoneyEntry
from lazo.customize.operations.money import Booking, UnableToTakeBackMoney, book_money, take_back_money
from lazo.differentiate.models import CycleArea
from lazo.kernel.access import may
from lazo.kernel.models import User
from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of
from lazo.kernel.money.exchange import UnableToConvert
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "measure.costs"
CATEGORIES = tuple(value for value in MoneyEntry.Category.values if value != MoneyEntry.Category.MARGIN)
MOST = 10**15
LONGEST_NOTE = 240


class UnableToEnterCost(ValueError):
    """`code` is not_allowed, no_area, no_category, no_experiment, not_positive, too_large, too_long, no_currency or no_rate; `field` says where."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


@dataclass(frozen=True)
class Cost:
    """What was spent: `amount` in minor units of `currency`, above 0; `hours` of people (thousandths), where it is their time."""

    on: date
    area: str
    category: str
    amount: int
    currency: str
    note: str = ""
    experiment: Experiment | None = None
    key: str = ""
    evidence: Mapping[str, Any] | None = None


@transaction.atomic
def enter_cost(*, cost: Cost, by: User) -> tuple[MoneyEntry, str]:
    """Book it; the token takes it back. The same `key` again is the entry that stands; without one it is a new one.

    Raises UnableToEnterCost.
    """
    entry = book_cost(cost=cost, by=by)
    label = f"{entry.on} {entry.get_category_display()}"
    return entry, offer_undo(by=by, label=label, kind=UNDO, data={"entries": [entry.pk]})


@transaction.atomic
def book_cost(*, cost: Cost, by: User) -> MoneyEntry:
    """Check and book it, without an offer to take it back: for who books many at once. Raises UnableToEnterCost."""
    if not may(by, "may_see_money"):
        raise UnableToEnterCost("not_allowed")
    check_cost(cost)
    booking = Booking(
        key=cost.key or f"cost:{secrets.token_hex(12)}",
        on=cost.on,
        area=cost.area,
        kind=MoneyEntry.Kind.COST,
        method=MoneyEntry.Method.OBSERVED,
        category=cost.category,
        amount=cost.amount,
        currency=cost.currency,
        experiment=cost.experiment,
        note=cost.note,
        evidence={"entered": True, **(cost.evidence or {})},
    )
    try:
        return book_money(booking=booking, by=by)
    except UnableToKnowCurrency as error:
        raise UnableToEnterCost("no_currency", "currency") from error
    except UnableToConvert as error:
        raise UnableToEnterCost("no_rate", "currency") from error


def check_cost(cost: Cost) -> None:
    """Raises UnableToEnterCost for the first thing that is wrong with it."""
    problems = (
        ("no_area", "area", cost.area not in CycleArea.values),
        ("no_category", "category", cost.category not in CATEGORIES),
        ("not_positive", "amount", cost.amount <= 0),
        ("too_large", "amount", cost.amount >= MOST),
        ("too_long", "note", len(cost.note) > LONGEST_NOTE),
    )
    for code, field, is_so in problems:
        if is_so:
            raise UnableToEnterCost(code, field)
    try:
        digits_of(cost.currency)
    except UnableToKnowCurrency as error:
        raise UnableToEnterCost("no_currency", "currency") from error


@transaction.atomic
def take_back_cost(*, entry: MoneyEntry, by: User) -> MoneyEntry:
    """Take back what somebody entered. What a channel or a readout booked is not theirs to take. Raises UnableToEnterCost, UnableToTakeBackMoney."""
    if not may(by, "may_see_money"):
        raise UnableToEnterCost("not_allowed")
    if not entry.evidence.get("entered"):
        raise UnableToTakeBackMoney("not_entered")
    return take_back_money(entry=entry, by=by)


def undo_costs(by: User, data: dict[str, Any]) -> Undone:
    """Take back all entries of an offer that still stand."""
    if not may(by, "may_see_money"):
        raise UnableToUndo("not_allowed")
    standing = MoneyEntry.objects.standing().filter(pk__in=data["entries"]).order_by("pk")
    for entry in standing:
        take_back_money(entry=entry, by=by)
    return Undone(len(standing), len(data["entries"]) - len(standing))
