from typing import Any

import pytest
from engines.tables import by, rows_of, table_of

from lazo.analytics import tiers

POTENTIAL = {
    "customer_id": "int64",
    "clv": "int64",
    "kind": "string",
    "country": "string",
    "frequency_class": "string",
}
TIERS = {"customer_id": "int64", "clv": "int64", "potential_value": "int64", "previous_tier": "string"}
CLASSES = {
    "customer_id": "int64",
    "clv": "int64",
    "n_days": "int64",
    "is_active": "boolean",
    "returns_or_owes": "boolean",
}
SIGNIFICANT = {"customer_id": "int64", "clv": "int64", "volume": "int64", "contribution": "int64"}


def _table(con: Any, columns: dict[str, str], rows: list[tuple[Any, ...]]) -> Any:
    made = [dict(zip(columns, (i + 1, *row), strict=True)) for i, row in enumerate(rows)]
    return table_of(con, made, columns)


def _column(expression: Any, name: str) -> list[Any]:
    return [row[name] for row in by(rows_of(expression), "customer_id")]


def test_frequency_classes(con: Any) -> None:
    table = _table(con, {"customer_id": "int64", "n": "int64"}, [(n,) for n in (1, 2, 3, 4, 5, 9, 10, 40)])

    found = _column(table.select("customer_id", kind=tiers.frequency_class(table.n)), "kind")

    assert found == ["1", "2", "3-4", "3-4", "5-9", "5-9", "10+", "10+"]


def test_potential_is_the_p90_of_the_smallest_cell_with_25_customers(con: Any) -> None:
    rows = [(clv, "PERSON", "MX", "1") for clv in range(1, 31)]
    rows += [(clv, "PERSON", "MX", "2") for clv in range(100, 110)]
    rows += [(clv, "PERSON", None, "1") for clv in range(200, 210)]
    rows += [(clv, "ORGANIZATION", "MX", "1") for clv in range(1000, 1010)]

    found = tiers.potential_values(_table(con, POTENTIAL, rows))

    pairs = list(zip(_column(found, "potential_value"), _column(found, "potential_cell"), strict=True))
    assert pairs == [(27, "cell")] * 30 + [(105, "country")] * 10 + [(204, "kind")] * 10 + [(1003, "all")] * 10


# Ten customers: A = P80(clv) = 100 (8th of 10), unrealised = potential - clv, G = P80 = 60.
TEN = [
    (-50, 0, None, "BZ", False),
    (-50, 5, None, "MGC", True),
    (0, 10, None, "LMC", False),
    (20, 80, None, "MGC", True),
    (30, 40, None, "LMC", False),
    (40, 50, "MVC", "LMC", True),
    (95, 100, None, "LMC", True),
    (100, 170, None, "SGC", True),
    (200, 210, "MVC", "MVC", False),
    (300, 400, None, "SGC", False),
]


def test_value_tiers_of_ten_customers(con: Any) -> None:
    found = tiers.value_tiers(_table(con, TIERS, [row[:3] for row in TEN]))

    assert _column(found, "tier") == [row[3] for row in TEN]
    assert _column(found, "migrator") == [row[4] for row in TEN]
    assert {(row["actual_cut"], row["unrealised_cut"]) for row in rows_of(found)} == {(100, 60)}


def test_a_base_worth_nothing_has_nobody_to_keep_and_nobody_to_grow(con: Any) -> None:
    found = tiers.value_tiers(_table(con, TIERS, [(0, 0, None), (0, 0, None)]))

    assert _column(found, "tier") == ["LMC", "LMC"]


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([(9, 1, True, False), (8, 1, True, False), (-1, 9, True, False)], ["best", "frequent", "not_best"]),
        ([(5, 1, True, False), (5, 1, True, False), (5, 2, True, True)], ["best", "frequent", "not_best"]),
        ([(9, 3, True, False), (8, 1, True, False), (7, 1, False, False)], ["best", "frequent", "frequent"]),
        (
            [(9, 9, True, False), (1, 9, False, False), (1, 1, True, False), (1, 1, False, False)],
            ["best", "frequent", "buyer", None],
        ),
        ([(0, 9, True, False)], ["frequent"]),
    ],
)
def test_four_way_class(con: Any, rows: list[tuple[Any, ...]], kinds: list[str | None]) -> None:
    assert _column(tiers.customer_classes(_table(con, CLASSES, rows)), "customer_class") == kinds


def test_high_value_is_a_fifth_rounded_up_and_equals_rank_by_customer(con: Any) -> None:
    found = tiers.significant_customers(_table(con, SIGNIFICANT, [(7, 0, None)] * 6))

    assert _column(found, "high_ltv") == [True, True, False, False, False, False]
    assert _column(found, "cost_magnet") == [False] * 6


def test_cost_magnets_have_the_volume_and_a_contribution(con: Any) -> None:
    rows = [(1, volume, 1) for volume in range(1, 20)] + [(1, 19, 0), (1, 19, None)]

    found = tiers.significant_customers(_table(con, SIGNIFICANT, rows))

    assert [row["customer_id"] for row in by(rows_of(found), "customer_id") if row["cost_magnet"]] == [19]
