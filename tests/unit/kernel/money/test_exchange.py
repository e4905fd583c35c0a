"""Amounts in the base currency at the rate of their day."""

from datetime import date
from decimal import Decimal

import pytest
from django.test.utils import CaptureQueriesContext
from world import World

from lazo.kernel.models import ExchangeRate
from lazo.kernel.money.exchange import ExchangeTable, UnableToConvert, base_amount


@pytest.fixture(autouse=True)
def _rates(world: World) -> None:
    rows = [
        ("USD", date(2026, 1, 1), "4100.5"),
        ("USD", date(2026, 2, 1), "4000"),
        ("CLP", date(2026, 1, 1), "4.3"),
        ("MXN", date(2026, 1, 1), "0.0000001"),
    ]
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, day=day, rate=Decimal(rate)) for currency, day, rate in rows
    )


@pytest.mark.parametrize(
    ("minor", "currency", "on", "base"),
    [
        (1_000, "USD", date(2026, 1, 1), 4_100_500),
        (1_000, "USD", date(2026, 1, 31), 4_100_500),
        (1_000, "USD", date(2026, 2, 1), 4_000_000),
        (1_000, "USD", date(2030, 1, 1), 4_000_000),
        (1_000, "CLP", date(2026, 1, 2), 430_000),
        (-1, "USD", date(2026, 1, 1), -4_101),
        (123_456, "COP", date(1990, 1, 1), 123_456),
        (5_000_000, "MXN", date(2026, 1, 1), 1),
    ],
)
def test_an_amount_is_converted_at_the_rate_that_holds_on_its_day(
    minor: int, currency: str, on: date, base: int
) -> None:
    assert base_amount(minor, currency, on) == base


@pytest.mark.parametrize(("currency", "on"), [("USD", date(2025, 12, 31)), ("EUR", date(2026, 1, 1))])
def test_an_amount_without_a_rate_is_refused(currency: str, on: date) -> None:
    with pytest.raises(UnableToConvert) as refused:
        base_amount(1, currency, on)
    assert refused.value.params == {"currency": currency, "on": on.isoformat()}


def test_a_table_converts_many_amounts_after_two_queries(
    django_assert_num_queries: type[CaptureQueriesContext],
) -> None:
    with django_assert_num_queries(2):
        table = ExchangeTable.load()
        amounts = [table.base_amount(n, "USD", date(2026, 2, 1)) for n in range(100)]
    assert amounts == [n * 4000 for n in range(100)]
    assert table.factor("CLP", date(2026, 1, 1)) == Decimal("430.0")
