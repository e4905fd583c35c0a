from datetime import date
from typing import Any

from engines.reference import Purchase
from engines.tables import by, parties_table, purchases_table, rows_of

from lazo.analytics.canonical import canonical_months
from lazo.analytics.rollup import customer_months

DAY = date(2024, 5, 4)


def test_parties_found_to_be_one_share_days_and_the_money_of_the_first(con: Any) -> None:
    bought = [Purchase(1, DAY, 100), Purchase(2, DAY, 40), Purchase(2, date(2024, 5, 9), 7), Purchase(3, DAY, 5)]
    months = customer_months(purchases_table(con, bought))

    found = by(rows_of(canonical_months(months, parties_table(con, {1: 2, 2: 2, 3: 3}))), "customer_id")

    assert [(row["customer_id"], row["n"], row["day_mask"], row["first_day_money"]) for row in found] == [
        (2, 3, (1 << 3) | (1 << 8), 140),
        (3, 1, 1 << 3, 5),
    ]


def test_the_first_day_is_that_of_the_earlier_party(con: Any) -> None:
    bought = [Purchase(1, DAY, 100), Purchase(2, date(2024, 5, 9), 7)]
    months = customer_months(purchases_table(con, bought))

    [row] = rows_of(canonical_months(months, parties_table(con, {1: 2, 2: 2})))

    assert (row["first_day"], row["last_day"], row["first_day_money"]) == (DAY, date(2024, 5, 9), 100)


def test_a_party_the_snapshot_does_not_know_stands_for_itself(con: Any) -> None:
    months = customer_months(purchases_table(con, [Purchase(9, DAY, 100)]))

    assert [row["customer_id"] for row in rows_of(canonical_months(months, parties_table(con, {})))] == [9]
