from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.identify.imports.values.numbers import NumberFormat, guess_number_format, parse_decimals, read_number

COMMA = NumberFormat(",", ambiguous=False, why="decimals_seen")
POINT = NumberFormat(".", ambiguous=False, why="decimals_seen")


@pytest.mark.parametrize(
    ("cells", "decimal", "ambiguous", "why"),
    [
        (["1.234,56", "7"], ",", False, "decimals_seen"),
        (["1,234.56", "7"], ".", False, "decimals_seen"),
        (["1234.5", None, ""], ".", False, "decimals_seen"),
        (["1.234.567"], ",", False, "decimals_seen"),
        (["1'234,567.89"], ".", False, "decimals_seen"),
        (["0,500"], ",", False, "decimals_seen"),
        (["$ 1.234", "$ 2.500"], ",", True, "only_groups_of_three"),
        (["1,234", "2,500"], ".", True, "only_groups_of_three"),
        (["1234", "-5"], ".", False, "no_marks"),
        (["1,5", "2.5"], ".", False, "both_seen"),
        (["1,5", "2,5", "2.5", "1.234"], ",", True, "both_seen"),
        (["hola", "2024-01-01"], ".", False, "no_marks"),
    ],
)
def test_guess_number_format(cells, decimal, ambiguous, why):
    assert guess_number_format(pa.array(cells)) == NumberFormat(decimal, ambiguous, why)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", "1234.56"),
        ("(1.234)", "-1234"),
        ("$ 15", "15"),
        ("R$ 1.000,5", "1000.5"),
        ("US$ 3", "3"),
        ("S/ 12,00", "12"),
        ("COP 5.000", "5000"),
        ("5.000 COP", "5000"),
        ("12 %", "0.12"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("-5", "-5"),
        ("5-", "-5"),
        ("−7", "-7"),
        ("+7", "7"),
        ("$-5", "-5"),
        ("-$5", "-5"),
        ("($ 5,5)", "-5.5"),
        ("1.5", "1.5"),
        ("0,500", "0.5"),
        ("1e3", "1000"),
        ("1,5E+02", "150"),
        ("1234,", "1234"),
        (",5", "0.5"),
        ("0,1234565", "0.123457"),
    ],
)
def test_numbers_as_people_write_them(text, number):
    parsed = parse_decimals(pa.array([text]), COMMA)

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == (
        [Decimal(number).quantize(Decimal("0.000001"))],
        [None],
    )


@pytest.mark.parametrize("text", ["", " ", None, "-", "n/a", "s/d"])
def test_blanks(text):
    parsed = parse_decimals(pa.array([text], pa.string()), COMMA)

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([None], [None])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("(1", "not_a_number"),
        ("12 5 7", "not_a_number"),
        ("5 kg 3", "not_a_number"),
        ("2024-01-01", "not_a_number"),
        ("9" * 16, "number_too_large"),
        ("1e20", "number_too_large"),
    ],
)
def test_what_is_no_number(text, code):
    parsed = parse_decimals(pa.array([text, "1"]), COMMA)

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([None, Decimal("1.000000")], [code, None])


def test_the_convention_decides_only_what_reads_both_ways():
    cells = pa.array(["1.234", "1.5", "1,5"])

    assert parse_decimals(cells, COMMA).values.to_pylist() == [Decimal(1234), Decimal("1.5"), Decimal("1.5")]
    assert parse_decimals(cells, POINT).values.to_pylist() == [Decimal("1.234"), Decimal("1.5"), Decimal("1.5")]


AMOUNTS = st.decimals(min_value=-999_999_999, max_value=999_999_999, places=2)


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.sampled_from([",", "."]))
def test_written_amounts_come_back_exactly(amounts, decimal):
    thousands = "." if decimal == "," else ","
    texts = [f"{one:,.2f}".translate(str.maketrans({",": thousands, ".": decimal})) for one in amounts]

    parsed = parse_decimals(pa.array(texts), guess_number_format(pa.array(texts)))

    assert parsed.values.to_pylist() == amounts
    assert parsed.n_problems == 0


@given(AMOUNTS)
def test_the_fast_path_and_the_slow_one_agree(amount):
    text = f"{amount:,.2f}"

    assert parse_decimals(pa.array([text]), POINT).values.to_pylist() == [read_number(f"$ {text}", ".")[0]]
