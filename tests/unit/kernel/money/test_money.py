from decimal import Decimal

import pytest

from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of
from lazo.kernel.money.money import Money, UnableToCombineMoney


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("COP", 2), ("MXN", 2), ("ARS", 2), ("BRL", 2), ("PEN", 2), ("CLP", 0), ("PYG", 0), ("CLF", 4), ("KWD", 3)],
)
def test_a_currency_has_its_decimals(currency: str, digits: int) -> None:
    assert digits_of(currency) == digits


def test_a_code_that_is_no_currency_is_refused() -> None:
    with pytest.raises(UnableToKnowCurrency, match=r"^XYZ$"):
        digits_of("XYZ")


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "USD", 1234),
        ("0.005", "USD", 1),
        ("-0.005", "USD", -1),
        ("0.0049", "USD", 0),
        ("1990.5", "CLP", 1991),
        ("38754.1234", "CLF", 387541234),
        (7, "COP", 700),
        (Decimal("99999999999999.99"), "COP", 9999999999999999),
    ],
)
def test_money_is_rounded_half_away_from_zero_to_its_decimals(
    amount: str | int | Decimal, currency: str, minor: int
) -> None:
    assert Money.of(amount, currency) == Money(minor, currency)


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="never from float"):
        Money.of(0.1, "USD")  # type: ignore[arg-type]  # the mistake under test


def test_the_amount_has_the_decimals_of_its_currency() -> None:
    assert str(Money(123450, "USD").amount) == "1234.50"
    assert str(Money(1234, "CLP").amount) == "1234"


def test_money_of_one_currency_adds_and_compares() -> None:
    one, two = Money(150, "COP"), Money(50, "COP")
    assert (one + two, one - two, -one) == (Money(200, "COP"), Money(100, "COP"), Money(-150, "COP"))
    assert two < one
    assert two <= two
    assert Money(5, "COP").times(Decimal("0.5")) == Money(3, "COP")
    assert Money(-5, "COP").times(Decimal("0.5")) == Money(-3, "COP")


def test_money_of_two_currencies_does_not_mix() -> None:
    with pytest.raises(UnableToCombineMoney, match=r"^COP and USD$"):
        Money(1, "COP") + Money(1, "USD")
    with pytest.raises(UnableToCombineMoney):
        assert Money(1, "COP") < Money(1, "USD")
