from datetime import date
from decimal import Decimal

import pytest

from lazo.kernel.models import PriceIndex
from lazo.kernel.money.deflator import Deflator, UnableToDeflate

pytestmark = pytest.mark.django_db


@pytest.fixture
def prices() -> Deflator:
    levels = {date(2025, 1, 1): "100", date(2025, 2, 1): "110", date(2025, 4, 1): "121"}
    PriceIndex.objects.bulk_create(
        PriceIndex(name="CPI", month=month, level=Decimal(level)) for month, level in levels.items()
    )
    PriceIndex.objects.create(name="UF", month=date(2025, 1, 1), level=Decimal(38_000))
    return Deflator.load("CPI")


@pytest.mark.parametrize(
    ("day", "to", "constant"),
    [
        (date(2025, 1, 31), date(2025, 4, 1), 1_210),
        (date(2025, 2, 1), date(2025, 4, 30), 1_100),
        (date(2025, 3, 15), date(2025, 4, 1), 1_100),
        (date(2025, 4, 1), date(2025, 4, 1), 1_000),
        (date(2025, 4, 1), date(2025, 1, 1), 826),
    ],
)
def test_money_of_a_month_becomes_money_of_another(prices: Deflator, day: date, to: date, constant: int) -> None:
    assert prices.constant(1_000, day, to=to) == constant


def test_the_factor_is_the_ratio_of_levels(prices: Deflator) -> None:
    assert prices.factor(date(2025, 1, 9), to=date(2025, 2, 3)) == Decimal("1.1")


def test_a_month_before_the_index_is_refused(prices: Deflator) -> None:
    with pytest.raises(UnableToDeflate) as refused:
        prices.level(date(2024, 12, 31))
    assert refused.value.params == {"index": "CPI", "month": "2024-12"}


def test_an_index_that_was_not_loaded_deflates_nothing(prices: Deflator) -> None:
    with pytest.raises(UnableToDeflate):
        Deflator.load("UDI").level(date(2025, 1, 1))
