"""The shape learnt from Babel writes every number as Babel does."""

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from lazo.web.number_shape import NumberShape, _learnt, decimal_writer, money_writer

LOCALES = ("es_CO", "es_MX", "pt_BR", "es_CL", "es_AR", "es_PE", "es_CR", "es_ES", "en_US", "de_CH", "es_419")


@given(
    st.sampled_from(LOCALES),
    st.integers(0, 3),
    st.decimals(min_value=-(10**13), max_value=10**13, allow_nan=False, places=3),
)
def test_numbers_and_money_come_out_as_babel_writes_them(locale: str, digits: int, value: Decimal) -> None:
    place = Locale.parse(locale)
    rounded = value.quantize(Decimal(1).scaleb(-digits)) + 0
    plain = "#,##0." + "0" * digits if digits else "#,##0"
    assert decimal_writer(place, digits)(rounded) == format_decimal(rounded, plain, locale=place)
    pattern = f"¤\u00a0{plain}"
    told = format_currency(rounded, "COP", format=pattern, locale=place, currency_digits=False)
    assert money_writer(place, "COP", pattern, digits)(rounded) == told


def test_the_countries_of_the_region_have_a_shape() -> None:
    assert all(isinstance(decimal_writer(Locale.parse(locale), 1), NumberShape) for locale in LOCALES)


@pytest.mark.parametrize(
    "write", [lambda value: f"<{value}>", lambda value: f"{value:,}".replace("1,234,567", "12,34,567")]
)
def test_what_no_shape_can_say_is_left_to_who_says_it(write: object) -> None:
    assert _learnt(write, 0) is write  # type: ignore[arg-type]  # a lambda without annotations
