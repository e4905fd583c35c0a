from datetime import date
from typing import Any

from engines.tables import by, rows_of, table_of

from lazo.analytics.holdings import holdings, missing_holdings

LINES = {"party_id": "int64", "product_id": "int64", "day": "date", "amount": "int64"}
PRODUCTS = {"product_id": "int64", "category": "string"}
PARTIES = {"party_id": "int64", "canonical_id": "int64"}
CUSTOMERS = {"customer_id": "int64", "kind": "string", "frequency_class": "string"}
HELD = {"customer_id": "int64", "holdings": "int64"}
DAY = date(2026, 1, 5)


def _rows(columns: dict[str, str], *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_holdings_are_distinct_categories_of_all_parties_of_a_customer(con: Any) -> None:
    products = _rows(PRODUCTS, (1, "Café"), (2, "Café"), (3, "Equipos"), (4, ""), (5, None))
    lines = _rows(
        LINES,
        (10, 1, DAY, 100),
        (10, 2, DAY, 100),
        (11, 3, DAY, 0),
        (12, 3, DAY, -50),
        (12, 4, DAY, 70),
        (12, 5, DAY, 70),
        (None, 1, DAY, 100),
    )
    parties = _rows(PARTIES, (10, 10), (11, 10), (12, 12))

    found = holdings(table_of(con, lines, LINES), table_of(con, products, PRODUCTS), table_of(con, parties, PARTIES))

    assert by(rows_of(found), "customer_id") == [{"customer_id": 10, "holdings": 2}]


def test_missing_holdings_compare_with_the_median_of_at_least_25_look_alikes(con: Any) -> None:
    many = [(i, "PERSON", "2") for i in range(1, 26)]
    few = [(i, "ORGANIZATION", "2") for i in range(26, 50)]
    held = [(i, 1 if i <= 10 else 3) for i in range(1, 50)]

    found = missing_holdings(
        table_of(con, _rows(CUSTOMERS, *many, *few), CUSTOMERS), table_of(con, _rows(HELD, *held), HELD)
    )

    rows = by(rows_of(found), "customer_id")
    assert [row["customer_id"] for row in rows] == list(range(1, 26))
    assert {row["usual_holdings"] for row in rows} == {3}
    assert [row["missing_holdings"] for row in rows] == [2] * 10 + [0] * 15
