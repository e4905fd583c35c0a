"""Key figures of the relationship: plain arithmetic on counts and money, each with what it divides by what.

Money may be in any unit, as long as a figure has one. Formulas: domain 1.6.
"""

from __future__ import annotations

from dataclasses import dataclass


class UnableToDivide(ValueError):
    """Raised when what a figure is divided by is not above 0."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure is its two parts: `value` is numerator over denominator."""

    numerator: float
    denominator: float

    @property
    def value(self) -> float:
        """Raises UnableToDivide."""
        if self.denominator <= 0:
            raise UnableToDivide(str(self.denominator))
        return self.numerator / self.denominator


def retention(*, at_start: int, at_end: int, new: int) -> Kpi:
    """Customers of the start who are still customers at the end, as a share: (end - new) / start."""
    return Kpi(at_end - new, at_start)


def churn(*, at_start: int, lost: int) -> Kpi:
    """Customers of the start who were lost, as a share."""
    return Kpi(lost, at_start)


def gross_revenue_retention(*, start: float, contraction: float, churned: float) -> Kpi:
    """GRR: of the revenue of the start, what is left without counting growth. `contraction` and `churned` are above 0."""
    return Kpi(start - contraction - churned, start)


def net_revenue_retention(*, start: float, contraction: float, churned: float, expansion: float) -> Kpi:
    """NRR: the same with what the same customers buy more."""
    return Kpi(start - contraction - churned + expansion, start)


def mean_tenure(*, retention_rate: float) -> float:
    """Periods that customers stay on the whole: 1 / (1 - r). Raises UnableToDivide."""
    return Kpi(1, 1 - retention_rate).value


def acquisition_cost(*, cost: float, new_customers: int) -> Kpi:
    """CAC: media, pay, tools and incentives for each new customer."""
    return Kpi(cost, new_customers)


def payback_months(*, acquisition: float, monthly_margin: float) -> Kpi:
    """Months of margin of a new customer that pay for having brought them."""
    return Kpi(acquisition, monthly_margin)


def days_sales_outstanding(*, receivables: float, credit_sales: float, days: int) -> float:
    """DSO: receivables / credit sales x days. Raises UnableToDivide."""
    return Kpi(receivables, credit_sales).value * days
