import pytest

from lazo.analytics.equity import UnableToReturn, return_on_customer
from lazo.analytics.kpis import (
    UnableToDivide,
    churn,
    gross_revenue_retention,
    net_revenue_retention,
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
