"""Gamma-Gamma: what a customer spends on a purchase day, shrunk towards everyone's when little is known.

P. Fader, B. Hardie (2013), The Gamma-Gamma Model of Monetary Value, note 025 of brucehardie.com; equation numbers are
that note's. Money is in minor units of one currency; the model itself works on multiples of the base's mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lazo.analytics.estimation import FitProblem, UnableToFit, minimise_positive, require, thinned
from lazo.analytics.tuples import Floats

MIN_REPEATERS = 20
BLOCK = 1 << 13
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
    every = thinned(len(scaled.x))
    rough = scaled.every(every).objective if every > 1 else None
    best = minimise_positive(scaled.objective, np.array([1.0, 2.0, 1.0]), rough=rough)
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
    """Customers with repeat purchases of positive value, with the totals that the likelihood needs whatever the parameters."""

    x: Floats
    mean: Floats
    weight: Floats
    spent: Floats
    repeats: Floats
    weight_of_repeats: Floats
    log_spent: float
    log_mean: float

    @classmethod
    def of(cls, x: npt.ArrayLike, mean: npt.ArrayLike, weights: npt.ArrayLike | None) -> _Spending:
        x, mean = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
        weight = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=np.float64)
        kept = (x > 0) & np.isfinite(mean) & (mean > 0)
        return cls._of(x[kept], mean[kept], weight[kept])

    @classmethod
    def _of(cls, x: Floats, mean: Floats, weight: Floats) -> _Spending:
        repeats, index = np.unique(x, return_inverse=True)
        of_repeats = np.bincount(index, weight, minlength=len(repeats)).astype(np.float64)
        spent = x * mean
        log_spent, log_mean = float((weight * x) @ np.log(spent)), float(weight @ np.log(mean))
        return cls(x, mean, weight, spent, repeats, of_repeats, log_spent, log_mean)

    def every(self, step: int) -> _Spending:
        """One in `step` of the customers."""
        return _Spending._of(self.x[::step], self.mean[::step], self.weight[::step])

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
        total_log, total_inverse, repeats_log, repeats_inverse = self._sums(gamma)
        by_x = gammaln(p * repeats + q) - gammaln(p * repeats) - gammaln(q)
        value = of_repeats @ by_x + n * q * np.log(gamma) + p * self.log_spent - self.log_mean
        value -= p * repeats_log + q * total_log
        joint = psi(p * repeats + q)
        gradient = [
            of_repeats @ (repeats * (joint - psi(p * repeats))) + self.log_spent - repeats_log,
            of_repeats @ (joint - psi(q)) + n * np.log(gamma) - total_log,
            n * q / gamma - p * repeats_inverse - q * total_inverse,
        ]
        return float(value), np.array(gradient)

    def _sums(self, gamma: float) -> Floats:
        """Logarithm and inverse of what was spent and gamma, summed over customers and over repeats; in blocks that fit the cache."""
        sums = np.zeros(4)
        for start in range(0, len(self.x), BLOCK):
            block = slice(start, start + BLOCK)
            shifted = self.spent[block] + gamma
            log, inverse = self.weight[block] * np.log(shifted), self.weight[block] / shifted
            sums += [log.sum(), inverse.sum(), log @ self.x[block], inverse @ self.x[block]]
        return sums
