"""What an arm of an experiment comes to: sums that are enough for every readout, so that a million customers are ten numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """The outcomes of one arm, one per customer, also of those without any (0).

    `n`: customers. `events`: those with an outcome other than 0. `total`: sum of the outcomes, in units of 1 (a share) or minor
    units of money. `squares`: sum of their squares. `before`, `before_squares`, `product`: sum and sum of squares of what the same
    customers did before the experiment, and of the products of before and outcome; all 0 where no history is known.
    """

    n: int
    events: int
    total: int
    squares: float
    before: float = 0.0
    before_squares: float = 0.0
    product: float = 0.0

    def __add__(self, other: Sample) -> Sample:
        """Both arms as one."""
        return Sample(
            self.n + other.n,
            self.events + other.events,
            self.total + other.total,
            self.squares + other.squares,
            self.before + other.before,
            self.before_squares + other.before_squares,
            self.product + other.product,
        )

    @property
    def mean(self) -> float:
        """Outcome per customer; 0 of an arm without customers."""
        return self.total / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        """Of the outcome between customers (plug-in: p(1 - p) for a share), never below 0."""
        return spread(self.n, self.total, self.squares)

    @property
    def variance_before(self) -> float:
        """Of what they did before."""
        return spread(self.n, self.before, self.before_squares)

    @property
    def covariance(self) -> float:
        """Of outcome and before."""
        return self.product / self.n - self.mean * self.before / self.n if self.n else 0.0


def spread(n: float, total: float, squares: float) -> float:
    """Plug-in variance from sums: mean of squares less square of the mean, at least 0; 0 of nobody."""
    return max(squares / n - (total / n) ** 2, 0.0) if n else 0.0


def of_counts(n: int, successes: int) -> Sample:
    """An arm of `n` customers of whom `successes` did it: outcomes are 1 and 0."""
    return Sample(n, successes, successes, float(successes))


def of_values(values: Numbers, before: Numbers | None = None) -> Sample:
    """An arm from one outcome per customer (whole numbers: counts or minor units), and one number of before each, in the same order."""
    outcome = np.asarray(values, dtype=np.float64)
    total = int(np.asarray(values, dtype=np.int64).sum())
    events = int(np.count_nonzero(values))
    if before is None:
        return Sample(len(values), events, total, float(outcome @ outcome))
    past = np.asarray(before, dtype=np.float64)
    return Sample(
        len(values),
        events,
        total,
        float(outcome @ outcome),
        float(past.sum()),
        float(past @ past),
        float(outcome @ past),
    )
