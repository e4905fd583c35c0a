"""Gamma-Gamma: what a customer spends on a purchase day, shrunk towards everyone's when little is known.

P. Fader, B. Hardie (2013), The Gamma-Gamma Model of Monetary Value, note 025 of brucehardie.com; equation numbers are
that note's. Money is in minor units of one currency; the model itself works on multiples of the base's mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lazo.analytics.estimation import FitProblem, UnableToFit, minimise_positive, require
from lazo.analytics.tuples import Floats

MIN_REPEATERS = 20
HEAVIEST_TAIL = 1.01  # at q = 1 the mean of the population is infinite


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """A fitted model. Spend of a purchase day is Gamma(p, nu); nu differs between customers as Gamma(q, gamma)."""

    p: float
    q: float
    gamma: float

    @property
    def population_mean(self) -> float:
        """Mean spend per purchase day of a customer of whom nothing is known."""
        return self.p * self.gamma / (self.q - 1)

    def expected_value(self, x: npt.ArrayLike, mean: npt.ArrayLike) -> Floats:
        """Expected spend per future purchase day (eq. 5), in the unit of `mean`. One element per customer.

        `mean` is the mean of the `x` repeat purchase days; where x is 0, or `mean` is NaN, zero or less, the population's.
        """
        x, mean = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
        known = np.where(np.isfinite(mean) & (mean > 0), x, 0.0)
        spent = known * np.where(known > 0, mean, 0.0)
        return self.p * (self.gamma + spent) / (self.p * known + self.q - 1)

    def log_likelihood(self, x: npt.ArrayLike, mean: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
        """Sum of the logarithm of eq. 1a over the customers with repeat purchases of positive value."""
        spending = _Spending.of(x, mean, weights)
        value, _ = spending.total(np.array([self.p, self.q, self.gamma]))
        return value


@dataclass(frozen=True, slots=True)
class GammaGammaFit:
    """A fit on `n` customers. `correlation` of frequency and spend: the model assumes none."""

    params: GammaGamma
    log_likelihood: float
    iterations: int
    converged: bool
    n: int
    correlation: float


def fit_gamma_gamma(x: npt.ArrayLike, mean: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> GammaGammaFit:
    """Fit by maximum likelihood. `x` repeat purchase days, `mean` their mean value, `weights` customers.

    One element per customer; those without repeats, or whose mean is NaN, zero or less, take no part. Raises
    `UnableToFit` below 20 customers, and when so much is spent by so few that the population has no mean.
    """
    spending = _Spending.of(x, mean, weights)
    require(spending.n, MIN_REPEATERS, FitProblem.FEW_REPEATERS)
    scale = float(spending.weight @ spending.mean) / spending.n
    scaled = _Spending.of(spending.x, spending.mean / scale, spending.weight)
    best = minimise_positive(scaled.objective, np.array([1.0, 2.0, 1.0]))
    p, q, gamma = (float(value) for value in best.parameters)
    if q < HEAVIEST_TAIL:
        raise UnableToFit(FitProblem.HEAVY_TAIL, found=q, needed=HEAVIEST_TAIL)
    params = GammaGamma(p=p, q=q, gamma=gamma * scale)
    return GammaGammaFit(
        params=params,
        log_likelihood=spending.total(np.array([p, q, gamma * scale]))[0],
        iterations=best.iterations,
        converged=best.converged,
        n=spending.n,
        correlation=spending.correlation,
    )


@dataclass(frozen=True, slots=True)
class _Spending:
    """Customers with repeat purchases of positive value, with the totals by x that the likelihood needs."""

    x: Floats
    mean: Floats
    weight: Floats
    repeats: Floats
    weight_of_repeats: Floats

    @classmethod
    def of(cls, x: npt.ArrayLike, mean: npt.ArrayLike, weights: npt.ArrayLike | None) -> _Spending:
        x, mean = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
        weight = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=np.float64)
        kept = (x > 0) & np.isfinite(mean) & (mean > 0)
        repeats, index = np.unique(x[kept], return_inverse=True)
        of_repeats = np.bincount(index, weight[kept], minlength=len(repeats)).astype(np.float64)
        return cls(x[kept], mean[kept], weight[kept], repeats, of_repeats)

    @property
    def n(self) -> int:
        return round(float(self.weight.sum()))

    @property
    def correlation(self) -> float:
        """Pearson's, by weight; 0 when frequency or spend do not vary."""
        x, mean = (column - self.weight @ column / self.weight.sum() for column in (self.x, self.mean))
        spread = float(np.sqrt((self.weight @ x**2) * (self.weight @ mean**2)))
        return float(self.weight @ (x * mean)) / spread if spread > 0 else 0.0

    def objective(self, logs: Floats) -> tuple[float, Floats]:
        """Minus the mean log-likelihood, and its gradient by the logarithms of (p, q, gamma)."""
        parameters = np.exp(logs)
        value, gradient = self.total(parameters)
        n = self.weight.sum()
        return -value / n, -gradient * parameters / n

    def total(self, parameters: Floats) -> tuple[float, Floats]:
        """The log-likelihood (eq. 1a) and its gradient by (p, q, gamma)."""
        from scipy.special import gammaln, psi

        p, q, gamma = parameters
        repeats, of_repeats, n = self.repeats, self.weight_of_repeats, self.weight.sum()
        spent = self.x * self.mean
        log_sum, inverse_sum = self.weight * np.log(spent + gamma), self.weight / (spent + gamma)
        total_log, total_inverse = log_sum.sum(), inverse_sum.sum()
        log_spent = float((self.weight * self.x * np.log(spent)).sum())
        repeats_log, repeats_inverse = (log_sum * self.x).sum(), (inverse_sum * self.x).sum()
        by_x = gammaln(p * repeats + q) - gammaln(p * repeats) - gammaln(q)
        value = of_repeats @ by_x + n * q * np.log(gamma) + p * log_spent - (self.weight * np.log(self.mean)).sum()
        value -= p * repeats_log + q * total_log
        joint = psi(p * repeats + q)
        gradient = [
            of_repeats @ (repeats * (joint - psi(p * repeats))) + log_spent - repeats_log,
            of_repeats @ (joint - psi(q)) + n * np.log(gamma) - total_log,
            n * q / gamma - p * repeats_inverse - q * total_inverse,
        ]
        return float(value), np.array(gradient)
