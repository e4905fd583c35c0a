from datetime import date
from typing import Any

from engines.reference import Purchase
from engines.tables import parties_table, purchases_table, rows_of

from lazo.analytics.cohorts import monthly_cohorts
from lazo.analytics.rollup import customer_months

NOVEMBER, DECEMBER = date(2023, 11, 1), date(2023, 12, 1)


def test_cohorts_follow_customers_over_the_turn_of_the_year(con: Any) -> None:
    bought = [
        Purchase(1, date(2023, 11, 30), 100),
        Purchase(1, date(2024, 1, 2), 30),
        Purchase(2, date(2023, 11, 5), 50),
        Purchase(2, date(2024, 1, 9), -20),
        Purchase(3, date(2023, 11, 5), -8),
        Purchase(3, date(2023, 12, 5), 8),
        Purchase(4, date(2023, 12, 5), -8),
        Purchase(5, date(2023, 12, 9), 5),
        Purchase(6, date(2023, 11, 9), 4),
    ]
    months = customer_months(purchases_table(con, bought))

    found = monthly_cohorts(months, parties_table(con, {5: 6, 6: 6}))

    names = ("cohort", "month_offset", "customers", "active", "money")
    assert [tuple(row[name] for name in names) for row in rows_of(found)] == [
        (NOVEMBER, 0, 3, 3, 154),
        (NOVEMBER, 1, 3, 1, 5),
        (NOVEMBER, 2, 3, 1, 10),
        (DECEMBER, 0, 1, 1, 8),
    ]
