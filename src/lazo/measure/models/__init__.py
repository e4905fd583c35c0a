"""What measure keeps of its own: the mix of spending that the company wants, and whom treatments turned out to change."""

from lazo.measure.models.spending_target import SpendingTarget
from lazo.measure.models.uplift_study import UpliftStudy

__all__ = ["SpendingTarget", "UpliftStudy"]
