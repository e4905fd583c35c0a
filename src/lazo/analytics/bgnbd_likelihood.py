"""The likelihood of BG/NBD and its gradient, arranged so that a million customers cost milliseconds.

Eq. 6 of Fader, Hardie, Lee (2005) splits into terms that depend on x alone, terms that depend on T alone, and one term
that joins x, t_x and T. The first two are summed over small tables of totals; the logarithms of the third are looked up
in tables by day, so that one exponential and one logarithm per distinct history remain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lazo.analytics.tuples import DAYS_PER_WEEK, DistinctTuples, Floats, Ints

BLOCK = 1 << 13


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of repeating numbers: its distinct values, and which of them each element has."""

    values: Floats
    index: Ints

    @classmethod
    def of(cls, column: Floats) -> _Column:
        values, index = np.unique(column, return_inverse=True)
        return cls(values, index)

    @classmethod
    def of_whole(cls, column: Ints, unit: float) -> _Column:
        return cls(np.arange(column.max(initial=0) + 1) / unit, column)

    def totals(self, weights: Floats) -> Floats:
        return np.bincount(self.index, weights, minlength=len(self.values)).astype(np.float64)

    def only(self, chosen: npt.NDArray[np.bool_]) -> _Column:
        return _Column(self.values, self.index[chosen])


@dataclass(frozen=True, slots=True)
class BgNbdLikelihood:
    """Totals of a customer base by x and by T, and the columns of who came back (x > 0), the only ones who can be gone."""

    x: Floats
    weight_of_x: Floats
    age: Floats
    weight_of_age: Floats
    repeats_of_age: Floats
    back_x: _Column
    back_t_x: _Column
    back_age: _Column
    back_weight: Floats
    n_distinct: int

    @classmethod
    def of_weeks(cls, x: Floats, t_x: Floats, age: Floats, weights: npt.ArrayLike | None) -> BgNbdLikelihood:
        """From histories in weeks, one element per customer, or per distinct history with weights."""
        weight = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=np.float64)
        return cls._of(_Column.of(x), _Column.of(t_x), _Column.of(age), weight)

    @classmethod
    def of_tuples(cls, tuples: DistinctTuples) -> BgNbdLikelihood:
        """From compressed histories: days are their own table index."""
        return cls._of(
            _Column.of_whole(tuples.x, 1.0),
            _Column.of_whole(tuples.t_x_days, DAYS_PER_WEEK),
            _Column.of_whole(tuples.age_days, DAYS_PER_WEEK),
            tuples.weights.astype(np.float64),
        )

    @classmethod
    def _of(cls, x: _Column, t_x: _Column, age: _Column, weight: Floats) -> BgNbdLikelihood:
        repeats = x.values[x.index]
        back = repeats > 0
        return cls(
            x=x.values,
            weight_of_x=x.totals(weight),
            age=age.values,
            weight_of_age=age.totals(weight),
            repeats_of_age=age.totals(weight * repeats),
            back_x=x.only(back),
            back_t_x=t_x.only(back),
            back_age=age.only(back),
            back_weight=weight[back],
            n_distinct=len(weight),
        )

    @property
    def n(self) -> int:
        """Customers."""
        return round(float(self.weight_of_x.sum()))

    @property
    def n_repeaters(self) -> int:
        """Customers who came back at least once."""
        return round(float(self.back_weight.sum()))

    @property
    def n_repeats(self) -> float:
        """Repeat purchases of all customers."""
        return float(self.x @ self.weight_of_x)

    @property
    def max_age(self) -> float:
        """Weeks since the first purchase of the oldest customer."""
        return float(self.age.max(initial=0.0))

    def with_time_in(self, scale: float) -> BgNbdLikelihood:
        """The same base with time counted in units of `scale` weeks."""
        return replace(
            self,
            age=self.age / scale,
            back_t_x=replace(self.back_t_x, values=self.back_t_x.values / scale),
            back_age=replace(self.back_age, values=self.back_age.values / scale),
        )

    def objective(self, logs: Floats) -> tuple[float, Floats]:
        """Minus the mean log-likelihood, and its gradient by the logarithms of (r, alpha, a, b)."""
        parameters = np.exp(logs)
        value, gradient = self._apart(parameters)
        joint_value, joint_gradient = self._joint(parameters)
        n = self.weight_of_x.sum()
        return -float(value + joint_value) / n, -(gradient + joint_gradient) * parameters / n

    def _apart(self, parameters: Floats) -> tuple[float, Floats]:
        """The terms in x alone and in T alone."""
        from scipy.special import gammaln, psi

        r, alpha, a, b = parameters
        n, x, w = self.weight_of_x.sum(), self.x, self.weight_of_x
        log_age = np.log(alpha + self.age)
        exposure = r * self.weight_of_age + self.repeats_of_age
        by_x = gammaln(r + x) - gammaln(r) + gammaln(b + x) - gammaln(b) + gammaln(a + b) - gammaln(a + b + x)
        value = w @ by_x + n * r * np.log(alpha) - exposure @ log_age
        leaving = w @ (psi(a + b) - psi(a + b + x))
        gradient = [
            w @ (psi(r + x) - psi(r)) + n * np.log(alpha) - self.weight_of_age @ log_age,
            n * r / alpha - exposure @ (1 / (alpha + self.age)),
            leaving,
            leaving + w @ (psi(b + x) - psi(b)),
        ]
        return float(value), np.array(gradient)

    def _joint(self, parameters: Floats) -> tuple[float, Floats]:
        """The term that joins x, t_x and T: log(1 + odds of being gone), over blocks that fit the processor's cache."""
        r, alpha, a, b = parameters
        log_t_x, log_age = np.log(alpha + self.back_t_x.values), np.log(alpha + self.back_age.values)
        rate_t_x, rate_age = 1 / (alpha + self.back_t_x.values), 1 / (alpha + self.back_age.values)
        shape = r + self.back_x.values
        prior = np.log(a) - np.log(np.where(self.back_x.values > 0, b + self.back_x.values - 1, 1.0))
        value = by_rate = by_scale = 0.0
        gone_of_x = np.zeros(len(shape))
        for start in range(0, len(self.back_weight), BLOCK):
            block = slice(start, start + BLOCK)
            i_x, i_t_x, i_age = self.back_x.index[block], self.back_t_x.index[block], self.back_age.index[block]
            weight, shapes = self.back_weight[block], shape[i_x]
            silence = log_age[i_age] - log_t_x[i_t_x]
            odds = prior[i_x] + shapes * silence
            small = np.exp(-np.abs(odds))
            value += weight @ (np.maximum(odds, 0.0) + np.log(1.0 + small))
            gone = weight * np.where(odds >= 0, 1.0, small) / (1.0 + small)
            by_rate += gone @ silence
            by_scale += (gone * shapes) @ (rate_age[i_age] - rate_t_x[i_t_x])
            gone_of_x += np.bincount(i_x, gone, minlength=len(shape))
        used = gone_of_x > 0
        by_b = -float((gone_of_x[used] / (b + self.back_x.values[used] - 1)).sum())
        return float(value), np.array([by_rate, by_scale, gone_of_x.sum() / a, by_b])
