"""Costs entered by hand, taken back, and refused."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.customize.models import MoneyEntry
from lazo.customize.operations.money import Booking, UnableToTakeBackMoney, book_money
from lazo.kernel.models import ExchangeRate
from lazo.kernel.undo import UnableToUndo, undo
from lazo.measure.operations.cost import Cost, UnableToEnterCost, enter_cost, take_back_cost
from lazo.measure.operations.spending_target import UnableToSetTarget, set_spending_target
from lazo.measure.queries.balance import spending_target

COST = Cost(date(2026, 10, 3), "ACQUIRE", "media", 960_000, "COP", "Radio")


@pytest.mark.django_db
def test_a_cost_is_booked_and_taken_back(world: World) -> None:
    entry, token = enter_cost(cost=COST, by=world.diego)
    assert (entry.kind, entry.method, entry.base_amount, entry.note) == ("COST", "OBSERVED", 960_000, "Radio")
    assert undo(token=token, by=world.diego).restored == 1
    assert not MoneyEntry.objects.standing().exists()
    assert MoneyEntry.objects.count() == 2


@pytest.mark.django_db
def test_the_same_key_is_one_cost(world: World) -> None:
    keyed = Cost(**{**vars_of(COST), "key": "factura-7"})
    first, _ = enter_cost(cost=keyed, by=world.diego)
    again, _ = enter_cost(cost=keyed, by=world.diego)
    assert first.pk == again.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"area": "SPACE"}, "no_area"),
        ({"category": "margin"}, "no_category"),
        ({"amount": 0}, "not_positive"),
        ({"amount": 10**15}, "too_large"),
        ({"note": "x" * 241}, "too_long"),
        ({"currency": "XXQ"}, "no_currency"),
        ({"currency": "USD"}, "no_rate"),
    ],
)
def test_what_is_wrong_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(UnableToEnterCost, match=code):
        enter_cost(cost=Cost(**{**vars_of(COST), **wrong}), by=world.diego)
    assert not MoneyEntry.objects.exists()


@pytest.mark.django_db
def test_another_currency_counts_at_its_rate(world: World) -> None:
    ExchangeRate.objects.create(currency="USD", day=date(2026, 10, 1), rate=4_000)
    entry, _ = enter_cost(cost=Cost(**{**vars_of(COST), "currency": "USD", "amount": 100}), by=world.diego)
    assert entry.base_amount == 400_000


@pytest.mark.django_db
def test_who_may_not_see_money_enters_and_takes_back_none(world: World) -> None:
    entry, token = enter_cost(cost=COST, by=world.diego)
    with pytest.raises(UnableToEnterCost, match="not_allowed"):
        enter_cost(cost=COST, by=world.carla)
    with pytest.raises(UnableToEnterCost, match="not_allowed"):
        take_back_cost(entry=entry, by=world.carla)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.carla)


@pytest.mark.django_db
def test_what_a_channel_booked_is_not_taken_back_by_hand(world: World) -> None:
    booked = book_money(
        booking=Booking("m", date(2026, 10, 3), "KEEP", "COST", "OBSERVED", "message", 5, "COP"), by=None
    )
    with pytest.raises(UnableToTakeBackMoney, match="not_entered"):
        take_back_cost(entry=booked, by=world.diego)
    entry, _ = enter_cost(cost=COST, by=world.diego)
    assert take_back_cost(entry=entry, by=world.diego).base_amount == -960_000


@pytest.mark.django_db
def test_the_target_is_a_whole_and_is_taken_back(world: World) -> None:
    wanted = {"ACQUIRE": 20, "KEEP": 20, "MAXIMIZE": 20, "LOYALTY": 20, "RETAIN": 20}
    first = set_spending_target(shares=wanted, by=world.diego)
    assert spending_target() == (dict.fromkeys(wanted, 0.2), False)
    second = set_spending_target(shares={**wanted, "KEEP": 30, "RETAIN": 10}, by=world.diego)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=first, by=world.diego)
    undo(token=second, by=world.diego)
    assert spending_target()[0]["KEEP"] == 0.2
    for shares, code in (({**wanted, "KEEP": 30}, "no_whole"), ({"KEEP": 100}, "out_of_range")):
        with pytest.raises(UnableToSetTarget, match=code):
            set_spending_target(shares=shares, by=world.diego)
    with pytest.raises(UnableToSetTarget, match="not_allowed"):
        set_spending_target(shares=wanted, by=world.carla)


@pytest.mark.django_db
def test_the_first_target_taken_back_leaves_what_is_proposed(world: World) -> None:
    token = set_spending_target(
        shares=dict.fromkeys(("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"), 20), by=world.diego
    )
    undo(token=token, by=world.diego)
    assert spending_target()[1]


def vars_of(cost: Cost) -> dict[str, Any]:
    return {name: getattr(cost, name) for name in cost.__dataclass_fields__}
