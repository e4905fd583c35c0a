"""The rollup by arrays is the rollup by the expression, row by row and null by null."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from drawn import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.engine import open_duckdb
from lazo.analytics.rollup import CUSTOMER_MONTHS, PURCHASES, customer_months
from lazo.analytics.rollup_arrays import customer_months_of_one

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("party_id", pa.int64()),
        ("day", pa.date32()),
        ("amount", pa.int64()),
        ("margin", pa.int64()),
    ]
)
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(1, 6) | st.just(2**57),
        st.integers(1, 31),
        st.integers(-3, 3) | st.integers(-(10**13), 10**13),
        st.none() | st.integers(-5, 5),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def con() -> Iterator[Any]:
    connection = open_duckdb(threads=1)
    yield connection
    connection.disconnect()


def purchases(rows: list[tuple[int | None, int, int, int | None]], month: date) -> pa.Table:
    records = [
        {
            "id": number,
            "party_id": party,
            "day": month.replace(day=day),
            "amount": amount,
            "margin": margin,
        }
        for number, (party, day, amount, margin) in enumerate(rows)
    ]
    return pa.Table.from_pylist(records, schema=SCHEMA)


@settings(max_examples=examples(40), deadline=None)
@given(rows=ROWS, month=st.sampled_from([date(1968, 12, 1), date(2026, 1, 1)]))
def test_arrays_equal_the_expression(
    con: Any, rows: list[tuple[int | None, int, int, int | None]], month: date
) -> None:
    table = purchases(rows, month)
    expected = customer_months(con.create_table("purchases", table, overwrite=True)).to_pyarrow().to_pylist()
    assert customer_months_of_one(table).to_pylist() == sorted(expected, key=lambda row: row["party_id"])


def test_columns_are_those_of_the_rollup() -> None:
    types = {"int64": pa.int64(), "int32": pa.int32(), "date": pa.date32()}
    for rows in ([], [(None, 1, 5, None)], [(4, 31, 5, None)]):
        found = customer_months_of_one(purchases(rows, date(2026, 1, 1)))
        assert dict(zip(found.schema.names, found.schema.types, strict=True)) == {
            name: types[kind] for name, kind in CUSTOMER_MONTHS.items()
        }
    assert list(PURCHASES) == SCHEMA.names


def test_one_customer_by_hand() -> None:
    rows = [(7, 31, 50, 2), (7, 3, 100, None), (7, 3, 20, 1), (7, 1, -5, None), (8, 2, -9, None)]
    january = date(2026, 1, 1)
    assert customer_months_of_one(purchases(rows, january)).to_pylist() == [
        {
            "party_id": 7,
            "month": january,
            "n": 3,
            "day_mask": (1 << 30) | (1 << 2),
            "money": 165,
            "margin": 3,
            "first_day": date(2026, 1, 3),
            "last_day": date(2026, 1, 31),
            "first_day_money": 120,
            "last_day_of_any": date(2026, 1, 31),
        },
        {
            "party_id": 8,
            "month": january,
            "n": 0,
            "day_mask": 0,
            "money": -9,
            "margin": None,
            "first_day": None,
            "last_day": None,
            "first_day_money": 0,
            "last_day_of_any": date(2026, 1, 2),
        },
    ]
