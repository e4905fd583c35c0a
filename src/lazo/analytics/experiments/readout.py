"""The readout: difference between treated and control per customer, its interval, and what it comes to in customers and money."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from lazo.analytics.experiments.sample import Sample

Z95 = 1.959963984540054
LEVEL = 0.95
WORTH_USING = 0.01
"""A history that takes less than this share of the variance away is left out: the plain difference is easier to explain."""
FEW_EVENTS = 10
"""Below it, in any arm, the normal approximation says too little to decide by."""


class UnableToReadOut(ValueError):
    """Raised when an arm has no customers: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What treated customers did more than control, per customer and in all.

    `difference`, `error`, `low`, `high`: outcome per customer (a share, or minor units), its standard error, the ends of the 95 %
    interval. `extra` = n_treated x difference, exact where no history was used; `extra_low`, `extra_high` likewise. `chance`: of a
    difference at least as large if the treatment did nothing (two-sided). `taken`: share of the variance that history took away, 0
    where it was not used. `is_sparse`: fewer than 10 customers of an arm had an outcome: too few to decide by.
    """

    treated: Sample
    control: Sample
    difference: float
    error: float
    low: float
    high: float
    extra: Fraction
    extra_low: float
    extra_high: float
    chance: float
    taken: float
    is_sparse: bool

    @property
    def is_certain(self) -> bool:
        """The interval does not hold 0."""
        return self.low > 0 or self.high < 0

    @property
    def lift(self) -> float | None:
        """Difference as a share of what control did; None where control did nothing."""
        return self.difference / self.control.mean if self.control.mean else None


def read_out(treated: Sample, control: Sample, *, with_history: bool = False) -> Reading:
    """Controlled effect = mean treated - mean control; increments = n_treated x effect; 95 % interval by normal approximation with the
    variance of each arm apart (domain 7).

    `with_history`: takes from the difference what the customers' past explains, where it explains at least 1 % of the variance
    (CUPED: Deng, Xu, Kohavi & Walker 2013, eq. 4 and 5): difference - theta x (mean before of treated - of control), theta from both
    arms, each around its own mean, so that it does not depend on the effect. Raises UnableToReadOut.
    """
    if not treated.n or not control.n:
        raise UnableToReadOut(f"{treated.n} treated, {control.n} control")
    exact = Fraction(treated.total) - Fraction(control.total * treated.n, control.n)
    difference = treated.total / treated.n - control.total / control.n
    plain = treated.variance / treated.n + control.variance / control.n
    variance, taken = plain, 0.0
    if with_history:
        slope = history_slope(treated, control)
        variance = _adjusted(treated, slope) / treated.n + _adjusted(control, slope) / control.n
        taken = 1 - variance / plain if plain else 0.0
        if taken >= WORTH_USING:
            difference -= slope * (treated.before / treated.n - control.before / control.n)
            exact = Fraction(treated.n * difference)
        else:
            variance, taken = plain, 0.0
    error = math.sqrt(variance)
    half = Z95 * error
    return Reading(
        treated,
        control,
        difference,
        error,
        difference - half,
        difference + half,
        exact,
        treated.n * (difference - half),
        treated.n * (difference + half),
        two_sided(difference, error),
        taken,
        min(treated.events, control.events) < FEW_EVENTS,
    )


def history_slope(treated: Sample, control: Sample) -> float:
    """theta: covariance of outcome and before over the variance of before, inside the arms, together; 0 without history."""
    past = treated.n * treated.variance_before + control.n * control.variance_before
    both = treated.n * treated.covariance + control.n * control.covariance
    return both / past if past > 0 else 0.0


def _adjusted(sample: Sample, slope: float) -> float:
    """Variance of outcome - slope x before."""
    return max(sample.variance - 2 * slope * sample.covariance + slope**2 * sample.variance_before, 0.0)


def two_sided(difference: float, error: float) -> float:
    """P(|Z| >= |difference| / error); 1 where there is no difference, 0 where there is one without any spread."""
    if not error:
        return 1.0 if not difference else 0.0
    return math.erfc(abs(difference) / error / math.sqrt(2))


def chance_better(one: Reading, other: Reading) -> float:
    """How likely treatment `one` does more than `other`, both against any control: by the normal approximation, with a flat prior.

    Uses the arms themselves, so that their common control does not count twice.
    """
    if not one.treated.n or not other.treated.n:
        raise UnableToReadOut("nobody treated")
    gap = one.treated.mean - other.treated.mean
    error = math.sqrt(one.treated.variance / one.treated.n + other.treated.variance / other.treated.n)
    if not error:
        return 0.5 if not gap else float(gap > 0)
    return 0.5 * math.erfc(-gap / error / math.sqrt(2))
