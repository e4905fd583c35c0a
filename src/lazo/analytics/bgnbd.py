"""BG/NBD: how often a customer buys while active, and whether the customer still is.

P. S. Fader, B. G. S. Hardie, K. L. Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD
Model, Marketing Science 24(2), 275-284. Equation numbers below are that paper's. Time is in weeks everywhere in this
file; `DistinctTuples` keeps days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lazo.analytics.bgnbd_expectation import mean_purchases
from lazo.analytics.bgnbd_likelihood import BgNbdLikelihood
from lazo.analytics.estimation import FitProblem, minimise_positive, require, thinned
from lazo.analytics.tuples import DistinctTuples, Floats, compress

__all__ = ["BgNbd", "BgNbdFit", "compress", "fit_bgnbd", "fit_bgnbd_tuples"]

MIN_CUSTOMERS = 50
MIN_REPEATERS = 20


@dataclass(frozen=True, slots=True)
class BgNbd:
    """A fitted model. Rates of purchase are Gamma(r, alpha) per week; chances of leaving after a purchase Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def p_alive(self, x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike) -> Floats:
        """Probability that a customer is still active at the cut-off; 1 for who never bought again.

        One element per customer, 0..1. Source: P. Fader, B. Hardie (2008), Computing P(alive) Using the BG/NBD Model
        (note 021 of brucehardie.com, a consequence of eq. 6 of the 2005 paper).
        """
        x, t_x, age = _floats(x, t_x, age)
        odds = np.log(self.a) - np.log(np.where(x > 0, self.b + x - 1, 1.0))
        odds += (self.r + x) * np.log1p((age - t_x) / (self.alpha + t_x))
        gone = np.exp(-np.abs(odds))  # of the logistic function of -odds, without an overflow
        return np.where(x > 0, np.where(odds > 0, gone, 1.0) / (1.0 + gone), 1.0)

    def expected_purchases(self, t: npt.ArrayLike, x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike) -> Floats:
        """Purchase days expected in the next `t` weeks, given the history (eq. 10). One element per customer, >= 0."""
        return self.p_alive(x, t_x, age) * self.purchases_if_alive(t, x, age)

    def purchases_if_alive(self, t: npt.ArrayLike, x: npt.ArrayLike, age: npt.ArrayLike) -> Floats:
        """Purchase days expected in the next `t` weeks from a customer known to be active at the cut-off.

        Eq. 10 without P(alive); it depends on x and T alone, so callers compute it once per distinct pair.
        """
        t, x, age = np.broadcast_arrays(*_floats(t, x, age))
        flat = x.ravel()
        ratios = (t / (self.alpha + age)).reshape(-1, 1)
        return mean_purchases(self.a, self.b, self.r + flat, flat, ratios).reshape(x.shape)

    def log_likelihood(
        self, x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike, weights: npt.ArrayLike = 1.0
    ) -> float:
        """Sum over customers of the logarithm of eq. 6; `weights` tells how many customers share an element."""
        from scipy.special import gammaln

        x, t_x, age = _floats(x, t_x, age)
        still = -(self.r + x) * np.log(self.alpha + age)
        gone = np.log(self.a) - np.log(np.where(x > 0, self.b + x - 1, 1.0)) - (self.r + x) * np.log(self.alpha + t_x)
        each = np.where(x > 0, np.logaddexp(still, gone), still) + self.r * np.log(self.alpha)
        each += gammaln(self.r + x) - gammaln(self.r)
        each += gammaln(self.a + self.b) - gammaln(self.a + self.b + x) + gammaln(self.b + x) - gammaln(self.b)
        return float(np.sum(np.asarray(weights, dtype=np.float64) * each))


@dataclass(frozen=True, slots=True)
class BgNbdFit:
    """A fit: `n` customers in `n_distinct` distinct histories."""

    params: BgNbd
    log_likelihood: float
    iterations: int
    converged: bool
    n: int
    n_distinct: int


def fit_bgnbd(
    x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> BgNbdFit:
    """Fit by maximum likelihood (eq. 7). `x` repeat purchases, `t_x` and `age` in weeks, `weights` customers.

    One element per customer, or per distinct history with its weight. Raises `UnableToFit` below 50 customers, below
    20 who came back, or when nobody has been a customer for a day.
    """
    x, t_x, age = _floats(x, t_x, age)
    return _fit(BgNbdLikelihood.of_weeks(x, t_x, age, weights))


def fit_bgnbd_tuples(tuples: DistinctTuples) -> BgNbdFit:
    """`fit_bgnbd` on compressed histories: the fast way, nothing is sorted again."""
    step = thinned(len(tuples))
    return _fit(BgNbdLikelihood.of_tuples(tuples), BgNbdLikelihood.of_tuples(tuples.every(step)) if step > 1 else None)


def _fit(likelihood: BgNbdLikelihood, rough: BgNbdLikelihood | None = None) -> BgNbdFit:
    require(likelihood.n, MIN_CUSTOMERS, FitProblem.FEW_CUSTOMERS)
    require(likelihood.n_repeaters, MIN_REPEATERS, FitProblem.FEW_REPEATERS)
    require(likelihood.max_age, 1 / 7, FitProblem.NO_TIME)
    scale = likelihood.max_age / 10
    scaled = likelihood.with_time_in(scale)
    about = None if rough is None else rough.with_time_in(scale).objective
    best = minimise_positive(scaled.objective, np.array([1.0, 1.0, 1.0, 2.0]), rough=about)
    r, alpha, a, b = (float(value) for value in best.parameters)
    params = BgNbd(r=r, alpha=alpha * scale, a=a, b=b)
    return BgNbdFit(
        params=params,
        log_likelihood=-best.objective * likelihood.n - likelihood.n_repeats * float(np.log(scale)),
        iterations=best.iterations,
        converged=best.converged,
        n=likelihood.n,
        n_distinct=likelihood.n_distinct,
    )


def _floats(*arrays: npt.ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.asarray(array, dtype=np.float64) for array in arrays)
