"""The ledger by area and method, the balance, and what to move where."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from experimented import begin
from world import World

from lazo.analytics.balance import AREAS
from lazo.customize.operations.money import Booking, book_money, take_back_money
from lazo.measure.queries.balance import area_evidence, balance_of
from lazo.measure.queries.ledger import (
    Money,
    categories,
    entries_of,
    ledger,
    month_after,
    months_with_money,
)

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def book(key: str, area: str, amount: int, **more: Any) -> Any:
    told = {
        "on": date(2026, 10, 5),
        "kind": "COST",
        "method": "OBSERVED",
        "category": "media",
        "currency": "COP",
        **more,
    }
    return book_money(booking=Booking(key=key, area=area, amount=amount, **told), by=None)


def gain(key: str, area: str, amount: int, **more: Any) -> Any:
    return book(key, area, amount, **{"kind": "SALES_GAIN", "method": "CONTROLLED", "category": "margin", **more})


@pytest.mark.django_db
def test_methods_are_never_added_up(world: World) -> None:
    book("a", "KEEP", 100)
    book("b", "KEEP", 50, category="message")
    book("c", "ACQUIRE", 70, on=NOVEMBER)
    gain("d", "KEEP", 400, low=100, high=700)
    gain("e", "KEEP", 200, low=-200, high=600)
    gain("f", "KEEP", 585, kind="COST_SAVING", method="BEFORE_AFTER")
    take_back_money(entry=book("wrong", "KEEP", 9_999), by=None)
    found = ledger(first=OCTOBER, until=NOVEMBER)
    assert (found.cost("KEEP"), found.cost(), found.cost("ACQUIRE")) == (150, 150, 0)
    assert found.returned("KEEP") == Money(600, 100, 1_100, 2)  # 300 and 400 in squares: 500
    assert found.returned("KEEP", method="BEFORE_AFTER") == Money(585, None, None, 1)
    assert found.returned("LOYALTY") == Money()
    assert (found.methods, found.per_unit("KEEP"), found.per_unit("ACQUIRE")) == (
        ("CONTROLLED", "BEFORE_AFTER"),
        4.0,
        None,
    )
    assert categories(first=OCTOBER, until=NOVEMBER) == {("KEEP", "media"): 100, ("KEEP", "message"): 50}
    assert months_with_money() == [NOVEMBER, OCTOBER]
    assert [one.key for one in entries_of(first=OCTOBER, until=NOVEMBER, area="KEEP", kind="COST")] == [
        "wrong",
        "b",
        "a",
    ]
    assert (month_after(date(2026, 12, 1)), month_after(OCTOBER)) == (date(2027, 1, 1), NOVEMBER)


@pytest.mark.django_db
def test_the_board_sees_its_check_numbers(world: World) -> None:
    for area, share in zip(AREAS, (52, 10, 6, 7, 25), strict=True):
        book(area, area, share * 1_000)
    gain("r", "RETAIN", 30_000)
    gain("k", "KEEP", 70_000)
    found = balance_of(first=OCTOBER, until=NOVEMBER)
    assert found.balance is not None
    assert (round(found.balance.ars, 2), round(found.balance.balance, 2), round(found.balance.evenness, 3)) == (
        0.77,
        0.73,
        0.79,
    )
    assert (found.balance.alerts, found.target_is_proposed, found.outer_share_of_return) == (True, True, 0.3)
    keep = found.areas[1]
    assert (keep.area, keep.cost, keep.returned.amount, keep.spent, keep.earned, keep.per_unit) == (
        "KEEP",
        10_000,
        70_000,
        0.1,
        0.7,
        7.0,
    )
    assert found.advice.missing == AREAS


@pytest.mark.django_db
def test_money_moves_only_on_evidence(world: World) -> None:
    for place, area in enumerate(AREAS):
        for number in (1, 2):
            experiment = begin(None, key=f"{area.lower()}-{number}", area=area)
            book(f"c{area}{number}", area, 1_000, experiment=experiment)
            gain(f"g{area}{number}", area, 5_000, low=place * 1_000, high=9_000, experiment=experiment)
    found = balance_of(first=OCTOBER, until=NOVEMBER)
    assert (found.advice.origin, found.advice.destination, found.advice.amount) == ("ACQUIRE", "RETAIN", 500)
    assert [area.campaigns for area in found.areas] == [2] * 5
    assert area_evidence(first=NOVEMBER, until=date(2026, 12, 1)) == {}


@pytest.mark.django_db
def test_a_month_without_money_is_empty_and_costs_as_many_queries(world: World) -> None:
    with CaptureQueriesContext(connection) as first:
        empty = balance_of(first=OCTOBER, until=NOVEMBER)
    assert (empty.balance, empty.outer_share_of_return, [area.spent for area in empty.areas]) == (
        None,
        None,
        [None] * 5,
    )
    for number in range(3):
        book(str(number), "KEEP", 10)
    with CaptureQueriesContext(connection) as third:
        balance_of(first=OCTOBER, until=NOVEMBER)
    assert len(first) == len(third) == 3
