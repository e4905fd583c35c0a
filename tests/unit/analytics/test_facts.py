from datetime import date
from typing import Any

import pytest
from engines.reference import Purchase
from engines.tables import by, parties_table, purchases_table, rows_of

from lazo.analytics import facts
from lazo.analytics.rollup import customer_months

ANA = [
    Purchase(1, date(2023, 6, 15), 1000, 400),
    Purchase(1, date(2023, 6, 16), 300, 100),
    Purchase(1, date(2024, 1, 10), 201),
    Purchase(1, date(2024, 6, 1), 600, 250),
    Purchase(1, date(2024, 6, 20), 9999, 9999),
]


def _facts(con: Any, bought: list[Purchase], on: date, canonical: dict[int, int] | None = None) -> list[dict[str, Any]]:
    purchases = purchases_table(con, bought)
    parties = parties_table(con, canonical or {})
    found = facts.customer_facts(customer_months(purchases), parties, purchases=purchases, on=on)
    return by(rows_of(found), "customer_id")


def test_facts_of_a_customer_on_a_day_inside_a_month(con: Any) -> None:
    assert _facts(con, ANA, date(2024, 6, 15)) == [
        {
            "customer_id": 1,
            "first_day": date(2023, 6, 15),
            "last_day": date(2024, 6, 1),
            "n_purchases": 4,
            "n_days": 4,
            "money_total": 2101,
            "margin_total": 750,
            "money_12m": 1101,
            "margin_12m": 350,
            "value_12m": 350,
            "value_12m_is_margin": True,
            "x": 3,
            "t_x": 352,
            "age": 366,
            "monetary": 367,
            "recency_days": 14,
            "gap_median_days": 143.0,
        }
    ]


@pytest.mark.parametrize(
    ("on", "money"), [(date(2024, 6, 14), 2101), (date(2024, 6, 15), 1101), (date(2024, 6, 16), 801)]
)
def test_the_window_of_12_months_is_exact_to_the_day(con: Any, on: date, money: int) -> None:
    assert _facts(con, ANA, on)[0]["money_12m"] == money


def test_money_per_repeat_day_is_rounded_half_up_and_lowered_by_returns(con: Any) -> None:
    bought = [Purchase(1, date(2024, 1, 1), 100), Purchase(1, date(2024, 1, 2), 10), Purchase(1, date(2024, 1, 3), 15)]
    returned = [*bought, Purchase(1, date(2024, 1, 9), -50)]

    assert _facts(con, bought, date(2024, 1, 31))[0]["monetary"] == 13
    assert _facts(con, returned, date(2024, 1, 31))[0]["monetary"] == -12


def test_a_customer_that_only_returned_has_no_days(con: Any) -> None:
    [row] = _facts(con, [Purchase(1, date(2024, 1, 1), -100)], date(2024, 1, 31))

    assert {name: value for name, value in row.items() if value is not None} == {
        "customer_id": 1,
        "n_purchases": 0,
        "n_days": 0,
        "money_total": -100,
        "money_12m": -100,
        "value_12m": -100,
        "value_12m_is_margin": False,
        "x": 0,
    }


def test_a_day_on_which_both_parties_bought_counts_once(con: Any) -> None:
    bought = [Purchase(1, date(2024, 1, 1), 100), Purchase(2, date(2024, 1, 1), 50), Purchase(2, date(2024, 2, 1), 7)]

    [row] = _facts(con, bought, date(2024, 2, 29), {1: 1, 2: 1})

    assert (row["customer_id"], row["n_purchases"], row["n_days"], row["x"], row["monetary"]) == (1, 3, 2, 1, 7)


def test_who_bought_only_after_the_day_has_no_row(con: Any) -> None:
    assert _facts(con, [Purchase(1, date(2024, 2, 2), 100)], date(2024, 2, 1)) == []


def test_purchase_months_are_the_two_that_the_window_cuts() -> None:
    assert facts.purchase_months(on=date(2024, 6, 15)) == (date(2023, 6, 1), date(2024, 6, 1))
    assert facts.purchase_months(on=date(2024, 6, 30)) == ()
    assert facts.purchase_months(on=date(2024, 2, 29)) == ()


def test_holdout_outcomes_beside_the_period_before(con: Any) -> None:
    purchases = purchases_table(con, ANA)
    cutoff, until = date(2024, 1, 10), date(2024, 6, 20)

    found = facts.holdout_outcomes(
        customer_months(purchases), parties_table(con, {}), purchases=purchases, cutoff=cutoff, until=until
    )

    assert facts.holdout_months(cutoff=cutoff, until=until) == (date(2023, 8, 1), date(2024, 1, 1), date(2024, 6, 1))
    assert rows_of(found) == [
        {"customer_id": 1, "holdout_days": 2, "holdout_money": 10599, "previous_days": 1, "previous_money": 201}
    ]
