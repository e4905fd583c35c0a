from datetime import date
from typing import Any

import pytest
from engines.reference import Purchase
from engines.tables import by, parties_table, purchases_table, rows_of, table_of

from lazo.analytics import rhythm
from lazo.analytics.rollup import customer_months

CLOCK = {
    "customer_id": "int64",
    "n_days": "int64",
    "x": "int64",
    "t_x": "int64",
    "recency_days": "int64",
    "gap_median_days": "float64",
    "country": "string",
}


def _days(*days: date) -> list[Purchase]:
    return [Purchase(1, day, 1) for day in days]


@pytest.mark.parametrize(
    ("days", "median"),
    [
        ([date(2024, 1, 1), date(2024, 1, 3), date(2024, 1, 31), date(2024, 2, 1)], [2.0]),
        ([date(2024, 1, 1), date(2024, 1, 3), date(2024, 1, 6), date(2024, 1, 10), date(2024, 2, 29)], [3.5]),
        ([date(2024, 1, 1), date(2024, 1, 3), date(2024, 1, 31)], []),
        ([date(2024, 1, 1), date(2024, 1, 3), date(2024, 1, 31), date(2024, 3, 2)], []),
    ],
)
def test_gap_medians_need_three_gaps_up_to_the_day(con: Any, days: list[date], median: list[float]) -> None:
    months = customer_months(purchases_table(con, _days(*days)))

    found = rhythm.gap_medians(months, parties_table(con, {}), on=date(2024, 3, 1))

    assert [row["gap_median_days"] for row in rows_of(found)] == median


def _clock(who: int, *, x: int, t_x: int, silent: int, own: float | None, country: str | None = "MX") -> dict[str, Any]:
    row = {"customer_id": who, "n_days": x + 1, "x": x, "t_x": t_x, "recency_days": silent}
    return row | {"gap_median_days": own, "country": country}


def _rhythm(con: Any, rows: list[dict[str, Any]], **options: Any) -> dict[int, tuple[float, str, float]]:
    found = rhythm.rhythm(table_of(con, rows, CLOCK), r=0.5, **options)
    names = ("expected_gap", "gap_source", "overdue_ratio")
    return {row["customer_id"]: tuple(row[name] for name in names) for row in by(rows_of(found), "customer_id")}


def test_few_repeat_buyers_take_the_fixed_gap_where_they_have_no_own(con: Any) -> None:
    rows = [_clock(1, x=3, t_x=30, silent=20, own=10.0), _clock(2, x=1, t_x=30, silent=45, own=None)]

    assert _rhythm(con, rows) == {1: (10.0, "own", 2.0), 2: (90.0, "fixed", 0.5)}
    assert _rhythm(con, rows, fixed_gap_days=30)[2] == (30.0, "fixed", 1.5)


def test_own_gaps_shrink_the_median_of_the_peers(con: Any) -> None:
    base = [_clock(10 + i, x=4, t_x=80, silent=5, own=20.0) for i in range(200)]
    rows = [*base, _clock(1, x=0, t_x=0, silent=40, own=None), _clock(2, x=1, t_x=50, silent=20, own=None)]

    found = _rhythm(con, rows)

    assert found[1] == (20.0, "peers", 2.0)
    assert found[2] == (40.0, "peers", 0.5)


def test_a_small_cell_of_peers_takes_the_median_of_everybody(con: Any) -> None:
    rows = [_clock(100 + i, x=4, t_x=80, silent=5, own=20.0) for i in range(200)]
    rows += [_clock(500 + i, x=4, t_x=80, silent=5, own=7.0, country="CL") for i in range(25)]
    rows += [_clock(600 + i, x=4, t_x=80, silent=5, own=3.0, country=None) for i in range(24)]
    rows += [_clock(i, x=0, t_x=0, silent=0, own=None, country=land) for i, land in enumerate(("MX", "CL", None))]

    found = _rhythm(con, rows, peers=("country",))

    assert [found[i][0] for i in range(3)] == [20.0, 7.0, 20.0]


def test_a_customer_that_never_bought_has_no_clock(con: Any) -> None:
    never = _clock(1, x=0, t_x=0, silent=0, own=None) | {"n_days": 0}

    assert _rhythm(con, [never]) == {}
