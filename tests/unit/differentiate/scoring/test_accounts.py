"""Accounts that shrink: the last quarter against what is usual."""

from datetime import date
from typing import Any

import pytest
from engines.tables import parties_table, rows_of, table_of

from lazo.analytics.engine import open_duckdb
from lazo.analytics.rollup import CUSTOMER_MONTHS
from lazo.differentiate.scoring.accounts import revenue_ratios

ON = date(2026, 6, 30)


def _ratio(con: Any, quarters: list[int]) -> list[float]:
    """Of a company that bought these, the last quarter first: a purchase in the last month of each."""
    rows = [
        dict.fromkeys(CUSTOMER_MONTHS)
        | {"party_id": 1, "month": _month(number), "money": money, "n": 1, "day_mask": 1, "first_day_money": money}
        for number, money in enumerate(quarters)
    ]
    parties = parties_table(con, {1: 1}).mutate(kind=_text("ORGANIZATION"))
    found = revenue_ratios(table_of(con, rows, CUSTOMER_MONTHS), parties, on=ON)
    return [row["revenue_ratio"] for row in rows_of(found)]


def _month(quarters_back: int) -> date:
    months = 2026 * 12 + 5 - 3 * quarters_back
    return date(months // 12, months % 12 + 1, 1)


def _text(text: str) -> Any:
    import ibis

    return ibis.literal(text)


def test_a_partial_defection_of_the_worked_example() -> None:
    con = open_duckdb(memory_limit="256MB", threads=1)
    assert _ratio(con, [102_000, 230_000, 250_000, 240_000, 240_000]) == [pytest.approx(0.425, rel=1e-15)]
    eight = [102_000, 1, 1, 1, 240_000, 9, 9, 9]
    assert _ratio(con, eight) == [pytest.approx(0.425, rel=1e-15)]
    assert _ratio(con, [102_000, 230_000, 250_000, 240_000]) == []
    con.disconnect()
