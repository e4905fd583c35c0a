import pytest

from lazo.analytics.equity import UnableToReturn, return_on_customer
from lazo.analytics.kpis import (
    UnableToDivide,
    acquisition_cost,
    churn,
    days_sales_outstanding,
    gross_revenue_retention,
    mean_tenure,
    net_revenue_retention,
    payback_months,
    retention,
)


def test_retention_of_revenue_of_the_worked_example() -> None:
    """200 at the start, 5 contracted, 9 churned, 14 expanded."""
    assert gross_revenue_retention(start=200, contraction=5, churned=9).value == 0.93
    assert net_revenue_retention(start=200, contraction=5, churned=9, expansion=14).value == 1.0


def test_retention_and_churn_of_customers() -> None:
    kept = retention(at_start=80, at_end=100, new=40)

    assert (kept.numerator, kept.denominator, kept.value) == (60, 80, 0.75)
    assert churn(at_start=80, lost=20).value == 0.25


def test_nothing_is_divided_by_nothing() -> None:
    with pytest.raises(UnableToDivide):
        _ = churn(at_start=0, lost=0).value


def test_return_on_customer_of_the_worked_example() -> None:
    """Cash flow 12, equity from 200 to 210: 11 %."""
    assert return_on_customer(cash=12, opening=200, closing=210) == pytest.approx(0.11, rel=1e-15)
    with pytest.raises(UnableToReturn):
        return_on_customer(cash=12, opening=0, closing=10)


def test_what_a_new_customer_costs_and_when_that_is_paid() -> None:
    """96,000 for 120 customers; 800 at a margin of 64 a month."""
    assert acquisition_cost(cost=96_000, new_customers=120).value == 800
    assert payback_months(acquisition=800, monthly_margin=64).value == 12.5


def test_tenure_and_days_of_sales_of_the_worked_examples() -> None:
    assert mean_tenure(retention_rate=0.8) == pytest.approx(5, rel=1e-12)
    assert days_sales_outstanding(receivables=450, credit_sales=1_200, days=90) == 33.75
    with pytest.raises(UnableToDivide):
        mean_tenure(retention_rate=1)
