from datetime import date, timedelta
from typing import Any

from engines.tables import by, rows_of, table_of

from lazo.analytics import rfm

FACTS = {
    "customer_id": "int64",
    "last_day": "date",
    "n_days": "int64",
    "money_total": "int64",
    "margin_total": "int64",
}


def _facts(con: Any, *rows: tuple[int, int, int, int | None]) -> Any:
    names = ("customer_id", "n_days", "money_total", "margin_total")
    day = date(2024, 1, 1)
    made = [dict(zip(names, row, strict=True)) | {"last_day": day + timedelta(days=row[0])} for row in rows]
    return table_of(con, made, FACTS)


def _scores(table: Any) -> list[str]:
    return [row["rfm"] for row in by(rows_of(rfm.rfm_scores(table)), "customer_id")]


def test_a_small_base_is_scored_in_thirds_on_margin(con: Any) -> None:
    assert _scores(_facts(con, (1, 1, 90, 1), (2, 1, 50, 2), (3, 5, 10, 3))) == ["121", "222", "333"]


def test_one_unknown_margin_puts_everybody_on_money(con: Any) -> None:
    assert _scores(_facts(con, (1, 1, 90, 1), (2, 1, 50, None), (3, 5, 10, 3))) == ["123", "222", "331"]


def test_who_never_bought_is_neither_scored_nor_counted(con: Any) -> None:
    assert _scores(_facts(con, (1, 1, 90, 1), (2, 0, -5, None))) == ["333"]


def test_quintiles_begin_where_125_cells_hold_25_customers(con: Any) -> None:
    fine = _facts(con, *[(i, i, i, i) for i in range(1, 3126)])
    coarse = _facts(con, *[(i, i, i, i) for i in range(1, 3125)])

    assert {row["grid"] for row in rows_of(rfm.rfm_scores(coarse))} == {3}
    assert rows_of(rfm.rfm_cells(rfm.rfm_scores(fine), fine)) == [
        {"rfm": 3 * str(k), "r": k, "f": k, "m": k, "customers": 625, "money": sum(range(625 * k - 624, 625 * k + 1))}
        for k in (5, 4, 3, 2, 1)
    ]
