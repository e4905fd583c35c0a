# ruff: noqa: DTZ001 - the cells of a workbook carry no zone
import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lazo.identify.imports.readers.canonical import text_column, text_of, texts_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1234.0, "1234"),
        (1234.567, "1234.5670"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (-0.5, "-0.5"),
        (float("nan"), None),
        (12, "12"),
        (True, "true"),
        ("", None),
        ("  ", None),
        (" x", " x"),
        (None, None),
        (dt.datetime(2024, 1, 2), "2024-01-02"),
        (dt.datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.time(3, 4), "03:04:00"),
    ],
)
def test_text_of(cell, text):
    assert text_of(cell) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_keeps_its_value_and_never_ends_in_three_decimals(number):
    text = text_of(number)

    assert float(text) == pytest.approx(number, rel=1e-14, abs=0)
    assert len(text.partition(".")[2]) != 3


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (
            pa.array([1.0, 2.5, 1.234, None, 1e20, float("nan")]),
            ["1", "2.5", "1.2340", None, "100000000000000000000", None],
        ),
        (pa.array([1.0, 2.0, None]), ["1", "2", None]),
        (pa.array([None, None], pa.float32()), [None, None]),
        (pa.array([0.1], pa.float32()), ["0.1"]),
        (pa.array([Decimal("1.234"), Decimal("10.500"), Decimal("100.000")]), ["1.2340", "10.5", "100"]),
        (pa.array([dt.datetime(2020, 1, 1), None]), ["2020-01-01", None]),
        (pa.array([dt.datetime(2020, 1, 1, 3, 4, 5)]), ["2020-01-01 03:04:05"]),
        (pa.array([dt.datetime(2020, 1, 1, 3)], pa.timestamp("us", "America/Santiago")), ["2020-01-01 00:00:00-0300"]),
        (pa.array([[1], None]), ["[1]", None]),
        (pa.array([b"x", b""]), ["x", None]),
        (pa.array(["a", " ", None]).dictionary_encode(), ["a", None, None]),
        (pa.array(["a", "b"], pa.large_string()), ["a", "b"]),
        (pa.array([True, None]), ["true", None]),
        (pa.array([7], pa.int8()), ["7"]),
    ],
)
def test_text_column(column, texts):
    found = text_column(column)

    assert found.to_pylist() == texts
    assert found.type == pa.string()


CELLS = st.lists(st.sampled_from(["", "x", " ", 1.5, 1.234, 2.0, 1e16, True, dt.date(2024, 1, 2)])) | st.lists(
    st.floats(-1e9, 1e9).filter(lambda number: number == 0 or abs(number) > 1e-6)
)


@given(CELLS)
@example([-0.0])
def test_whole_columns_are_written_like_single_cells(cells):
    assert texts_of(cells).to_pylist() == [text_of(cell) for cell in cells]
