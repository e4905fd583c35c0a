from typing import Any

from engines.tables import rows_of, table_of

from lazo.analytics import concentration

COLUMNS = {"customer_id": "int64", "value": "int64"}


def _ranked(con: Any, *values: int | None) -> Any:
    rows = [{"customer_id": i, "value": value} for i, value in enumerate(values)]
    return concentration.ranked_values(table_of(con, rows, COLUMNS))


def test_concentration_of_ten_customers(con: Any) -> None:
    assert rows_of(concentration.concentration(_ranked(con, 50, 20, 10, 10, 5, 1, 1, 1, 1, 1))) == [
        {
            "customers": 10,
            "total": 100,
            "top_5": 50,
            "top_10": 50,
            "top_20": 70,
            "customers_80": 3,
            "gini": 0.65,
            "peak": 100,
            "peak_customers": 10,
        }
    ]


def test_the_whale_s_peak_stands_above_a_total_that_others_destroy(con: Any) -> None:
    [row] = rows_of(concentration.concentration(_ranked(con, 60, 40, 0, -20, -30)))

    assert (row["total"], row["peak"], row["peak_customers"], row["customers_80"]) == (50, 100, 2, 1)


def test_gini_of_equals_is_zero_and_of_one_who_holds_all_the_most(con: Any) -> None:
    assert rows_of(concentration.concentration(_ranked(con, 7, 7, 7)))[0]["gini"] == 0.0
    assert rows_of(concentration.concentration(_ranked(con, 9, 0, 0, 0)))[0]["gini"] == 0.75


def test_without_money_there_is_no_share_to_tell(con: Any) -> None:
    [row] = rows_of(concentration.concentration(_ranked(con, 0, -5)))
    assert (row["total"], row["customers_80"], row["gini"], row["peak"]) == (-5, None, None, 0)

    [row] = rows_of(concentration.concentration(_ranked(con)))
    assert (row["customers"], row["total"], row["top_20"], row["peak"]) == (0, None, None, 0)


def test_equal_values_rank_by_customer_and_unknown_ones_are_left_out(con: Any) -> None:
    found = rows_of(_ranked(con, 5, None, 9, 5).order_by("position"))

    assert [(row["customer_id"], row["cumulative"], row["n"], row["total"]) for row in found] == [
        (2, 9, 3, 19),
        (0, 14, 3, 19),
        (3, 19, 3, 19),
    ]


def test_the_curve_has_one_point_a_percent(con: Any) -> None:
    assert rows_of(concentration.concentration_curve(_ranked(con, 3, 1))) == [
        {"customers": 1, "value": 3},
        {"customers": 2, "value": 4},
    ]
    points = rows_of(concentration.concentration_curve(_ranked(con, *[1] * 250)))
    assert [row["customers"] for row in points[:4]] == [3, 5, 8, 10]
    assert len(points) == 100
