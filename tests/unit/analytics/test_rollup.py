from datetime import date
from typing import Any

import pytest
from engines.reference import Purchase
from engines.tables import by, purchases_table, rows_of, table_of

from lazo.analytics import rollup

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)
PURCHASES = [
    Purchase(1, date(2024, 1, 31), 1000, 300),
    Purchase(1, date(2024, 1, 31), 500, None),
    Purchase(1, date(2024, 1, 30), -200, -60),
    Purchase(1, date(2024, 2, 3), 700, 100),
    Purchase(1, date(2024, 2, 3), 50, 10),
    Purchase(1, date(2024, 2, 10), 400, 90),
    Purchase(2, date(2024, 2, 5), -80, None),
    Purchase(None, date(2024, 2, 5), 999, 999),
]


def _row(**columns: Any) -> dict[str, Any]:
    return dict.fromkeys(rollup.CUSTOMER_MONTHS) | columns


def test_customer_months_of_a_purchase_on_the_31st_a_return_and_a_stranger(con: Any) -> None:
    months = rollup.customer_months(purchases_table(con, PURCHASES))

    assert by(rows_of(months), "party_id", "month") == [
        _row(
            party_id=1,
            month=JANUARY,
            n=2,
            day_mask=1 << 30,
            money=1300,
            margin=240,
            first_day=date(2024, 1, 31),
            last_day=date(2024, 1, 31),
            first_day_money=1500,
            last_day_of_any=date(2024, 1, 31),
        ),
        _row(
            party_id=1,
            month=FEBRUARY,
            n=3,
            day_mask=(1 << 2) | (1 << 9),
            money=1150,
            margin=200,
            first_day=date(2024, 2, 3),
            last_day=date(2024, 2, 10),
            first_day_money=750,
            last_day_of_any=date(2024, 2, 10),
        ),
        _row(
            party_id=2, month=FEBRUARY, n=0, day_mask=0, money=-80, first_day_money=0, last_day_of_any=date(2024, 2, 5)
        ),
    ]


def test_customer_months_has_the_declared_columns(con: Any) -> None:
    table = con.create_table("rolled", rollup.customer_months(purchases_table(con, PURCHASES)), overwrite=True)

    assert {name: str(dtype) for name, dtype in table.schema().items()} == rollup.CUSTOMER_MONTHS


@pytest.mark.parametrize(
    ("after", "until", "edges"),
    [
        (None, date(2024, 3, 31), ()),
        (None, date(2024, 3, 30), (date(2024, 3, 1),)),
        (date(2024, 2, 29), date(2024, 3, 31), ()),
        (date(2024, 2, 28), date(2024, 3, 31), (date(2024, 2, 1),)),
        (date(2024, 2, 10), date(2024, 2, 20), (date(2024, 2, 1),)),
        (date(2023, 3, 15), date(2024, 3, 15), (date(2023, 3, 1), date(2024, 3, 1))),
    ],
)
def test_edge_months_are_those_cut_in_two(after: date | None, until: date, edges: tuple[date, ...]) -> None:
    assert rollup.edge_months(after=after, until=until) == edges


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2024, 3, 31), date(2023, 3, 31)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
    ],
)
def test_months_before_a_year(day: date, before: date) -> None:
    assert rollup.months_before(day, 12) == before


def test_months_until_cuts_the_month_by_day(con: Any) -> None:
    purchases = purchases_table(con, PURCHASES)

    cut = rollup.months_until(rollup.customer_months(purchases), purchases, on=date(2024, 2, 4))

    found = [(row["month"], row["n"], row["money"]) for row in by(rows_of(cut), "party_id", "month")]
    assert found == [(JANUARY, 2, 1300), (FEBRUARY, 2, 750)]


def test_months_until_a_month_end_needs_no_purchases(con: Any) -> None:
    months = rollup.customer_months(purchases_table(con, PURCHASES))

    cut = rollup.months_until(months, table_of(con, [], rollup.PURCHASES), on=date(2024, 1, 31))

    assert [row["money"] for row in rows_of(cut)] == [1300]
