from datetime import date
from decimal import Decimal

import pytest
from world import World

from lazo.kernel.models import Event, ExchangeRate
from lazo.kernel.operations.exchange_rate import (
    DatedRate,
    RatesSet,
    UnableToSetRate,
    may_set_rates,
    set_exchange_rate,
    set_exchange_rates,
)

DAY = date(2026, 1, 1)


def stored() -> list[tuple[str, date, Decimal]]:
    return list(ExchangeRate.objects.order_by("currency", "day").values_list("currency", "day", "rate"))


def test_a_rate_is_set_and_set_again_with_what_it_was_before(world: World) -> None:
    set_exchange_rate(currency=" mxn", day=DAY, rate=Decimal("215.40"), by=world.diego)
    set_exchange_rate(currency="MXN", day=DAY, rate=Decimal("215.4"), by=world.diego)
    row = set_exchange_rate(currency="MXN", day=DAY, rate=Decimal(220), by=world.diego)
    assert stored() == [("MXN", DAY, Decimal(220))]
    told = {"currency": "MXN", "day": "2026-01-01"}
    assert list(Event.objects.order_by("id").values_list("kind", "by", "row", "data")) == [
        ("money.rate_set", world.diego.pk, row.pk, told | {"before": None, "after": "215.4"}),
        ("money.rate_set", world.diego.pk, row.pk, told | {"before": "215.4", "after": "220"}),
    ]


@pytest.mark.parametrize(
    ("currency", "rate", "code"),
    [
        ("XQZ", "1", "unknown_currency"),
        ("", "1", "unknown_currency"),
        ("COP", "1", "is_base"),
        ("MXN", "0", "not_positive"),
        ("MXN", "-3", "not_positive"),
        ("MXN", "0.00000000001", "not_positive"),
        ("MXN", "NaN", "not_positive"),
        ("MXN", "Infinity", "not_positive"),
        ("MXN", "1e14", "too_large"),
    ],
)
def test_what_can_be_no_rate_is_refused(world: World, currency: str, rate: str, code: str) -> None:
    with pytest.raises(UnableToSetRate) as refusal:
        set_exchange_rate(currency=currency, day=DAY, rate=Decimal(rate), by=world.diego)
    assert refusal.value.code == code
    assert (stored(), Event.objects.count()) == ([], 0)


def test_who_neither_imports_nor_administers_sets_no_rate(world: World) -> None:
    assert (may_set_rates(world.diego), may_set_rates(world.ana)) == (True, False)
    for call in (
        lambda: set_exchange_rate(currency="MXN", day=DAY, rate=Decimal(1), by=world.ana),
        lambda: set_exchange_rates(rates=[], by=world.ana),
    ):
        with pytest.raises(UnableToSetRate) as refusal:
            call()
        assert refusal.value.code == "not_allowed"


def test_many_are_set_at_once_and_counted(world: World) -> None:
    later = date(2026, 2, 1)
    set_exchange_rates(rates=[DatedRate("MXN", DAY, Decimal(215)), DatedRate("USD", DAY, Decimal(4000))], by=None)
    again = [
        DatedRate("MXN", DAY, Decimal(216)),
        DatedRate("USD", DAY, Decimal(4000)),
        DatedRate("USD", later, Decimal("4100.5")),
    ]
    assert set_exchange_rates(rates=again, by=world.diego) == RatesSet(new=1, changed=1, same=1)
    assert stored() == [("MXN", DAY, 216), ("USD", DAY, 4000), ("USD", later, Decimal("4100.5"))]
    event = Event.objects.filter(kind="money.rates_set").order_by("id").last()
    assert event is not None
    assert event.data == {
        "rates": [
            {"currency": "MXN", "day": "2026-01-01", "before": "215", "after": "216"},
            {"currency": "USD", "day": "2026-02-01", "before": None, "after": "4100.5"},
        ]
    }


def test_many_that_change_nothing_leave_no_event(world: World) -> None:
    rates = [DatedRate("MXN", DAY, Decimal(215))]
    set_exchange_rates(rates=rates, by=None)
    assert set_exchange_rates(rates=rates, by=None) == RatesSet(new=0, changed=0, same=1)
    assert Event.objects.count() == 1


def test_one_bad_rate_among_many_leaves_all_out(world: World) -> None:
    two = [DatedRate("MXN", DAY, Decimal(215)), DatedRate("mxn", DAY, Decimal(216))]
    with pytest.raises(UnableToSetRate) as refusal:
        set_exchange_rates(rates=two, by=None)
    assert (refusal.value.code, refusal.value.params) == ("repeated", {"currency": "MXN", "day": "2026-01-01"})
    assert stored() == []
