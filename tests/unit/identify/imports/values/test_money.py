from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.identify.imports.values.money import digits_of, guess_currency, parse_money
from lazo.identify.imports.values.numbers import NumberFormat

COMMA = NumberFormat(",", ambiguous=False, why="decimals_seen")
POINT = NumberFormat(".", ambiguous=False, why="decimals_seen")


@pytest.mark.parametrize(
    ("currency", "digits"), [("CLP", 0), ("PYG", 0), ("CLF", 4), ("COP", 2), ("MXN", 2), ("BRL", 2), ("USD", 2)]
)
def test_digits_of(currency, digits):
    assert digits_of(currency) == digits


def test_minor_units_are_exact_and_rounded_half_up():
    cells = pa.array(["1.234,56", "0,005", "-0,005", "1234", None, "", "(10,5)", "R$ 7,1", "x", "0,1"])

    parsed = parse_money(cells, COMMA, digits=2)

    assert parsed.values.type == pa.int64()
    assert parsed.values.to_pylist() == [123456, 1, -1, 123400, None, None, -1050, 710, None, 10]
    assert parsed.codes.to_pylist() == [None] * 8 + ["not_a_number", None]


def test_currency_without_cents():
    cells = pa.array(["1.234", "1.234,50", "$ 1.500", "15.000.000"])

    assert parse_money(cells, COMMA, digits=0).values.to_pylist() == [1234, 1235, 1500, 15_000_000]


def test_columns_in_pieces_and_slices():
    whole = pa.array(["1", "2.5", None, "4"])

    assert parse_money(whole.slice(1, 3), POINT, digits=2).values.to_pylist() == [250, None, 400]
    assert parse_money(pa.chunked_array([whole, whole.slice(3)]), POINT, digits=2).values.to_pylist() == [
        100,
        250,
        None,
        400,
        400,
    ]
    assert parse_money(pa.array([], pa.string()), POINT, digits=2).values.to_pylist() == []
    assert parse_money(pa.array([None, None], pa.string()), POINT, digits=2).values.to_pylist() == [None, None]


@pytest.mark.parametrize(
    ("cells", "currency"),
    [
        (["R$ 5", "R$ 6"], "BRL"),
        (["US$ 5", "COP 6", "6 COP"], "COP"),
        (["S/ 5"], "PEN"),
        (["S/. 5"], "PEN"),
        (["USD 5"], "USD"),
        (["$ 5"], None),
        (["5", None], None),
        (["MX$ 5"], None),
        (["MXN$ 5"], "MXN"),
        (["5 €"], "EUR"),
    ],
)
def test_guess_currency(cells, currency):
    assert guess_currency(pa.array(cells)) == currency


@given(
    st.lists(st.decimals(min_value=-(10**12), max_value=10**12, places=5), min_size=1, max_size=20),
    st.sampled_from([0, 2, 4]),
)
def test_rounding_is_that_of_decimal_arithmetic(amounts, digits):
    texts = pa.array([str(one) for one in amounts])

    expected = [int((one * 10**digits).quantize(Decimal(1), ROUND_HALF_UP)) for one in amounts]

    assert parse_money(texts, POINT, digits=digits).values.to_pylist() == expected
