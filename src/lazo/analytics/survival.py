"""How long contracts last: counted (Kaplan-Meier), and projected past what has been seen (shifted beta-geometric).

Time is whole periods of renewal: a contract of age t has been renewed t times. In each period a contract is kept or lost, so
that all there is to know is, by period, how many were at risk and how many were lost.

P. S. Fader, B. G. S. Hardie (2007), How to Project Customer Retention, Journal of Interactive Marketing 21(1), 76-90: each
contract is lost at a renewal with an own constant chance, and chances differ as Beta(alpha, beta). Then those who are left are
the faithful ones, and retention rises with age without anyone becoming more faithful.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lazo.analytics.estimation import FitProblem, minimise_positive, require
from lazo.analytics.tuples import Floats, Ints

MIN_CONTRACTS = 50
MIN_ENDED = 20
MIN_PERIODS = 2
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Renewals:
    """`at_risk[t]` and `lost[t]` of the renewal that follows period t (0 is the first): contracts seen there, and lost there."""

    at_risk: Ints
    lost: Ints

    @classmethod
    def of(cls, periods: Ints, ended: npt.NDArray[np.bool_], *, entered: Ints | None = None) -> Renewals:
        """From contracts, one element each: renewals passed, and whether it was then lost (else it runs on, unknown how long).

        A contract seen only from a later renewal on (`entered` passed before the records begin) is at risk from there, so that
        old contracts that are in the records because they lasted do not make all look lasting (left truncation).
        """
        start = np.zeros(len(periods), dtype=np.int64) if entered is None else entered
        size = int(periods.max(initial=0)) + 1
        lost = np.bincount(periods[ended], minlength=size)
        arrived, left = np.bincount(start, minlength=size)[:size], np.bincount(periods, minlength=size)
        at_risk = np.cumsum(arrived) - np.concatenate(([0], np.cumsum(left)[:-1]))
        undecided = np.bincount(periods[~ended], minlength=size)  # who runs has not come to the next renewal yet
        return cls(at_risk=(at_risk - undecided).astype(np.int64), lost=lost.astype(np.int64))

    @property
    def contracts(self) -> int:
        """Contracts that came to a renewal, at least."""
        return int(self.at_risk.max(initial=0))

    @property
    def ended(self) -> int:
        return int(self.lost.sum())


@dataclass(frozen=True, slots=True)
class Curve:
    """`kept[t]`: share of contracts that pass t renewals, from t = 0 (all); `low` and `high` hold it with 95 %."""

    kept: Floats
    low: Floats
    high: Floats


def kaplan_meier(renewals: Renewals) -> Curve:
    """The share kept, counted, as far as anyone was at risk; bands on the scale of log(-log), Greenwood's variance.

    E. L. Kaplan, P. Meier (1958), Nonparametric Estimation from Incomplete Observations, JASA 53(282), 457-481.
    """
    seen = int(np.argmax(renewals.at_risk == 0)) if (renewals.at_risk == 0).any() else len(renewals.at_risk)
    n, d = renewals.at_risk[:seen].astype(np.float64), renewals.lost[:seen].astype(np.float64)
    kept = np.concatenate(([1.0], np.cumprod(1 - d / np.maximum(n, 1))))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.concatenate(([0.0], np.cumsum(d / (n * (n - d)))))
        spread = NORMAL_95 * np.sqrt(variance) / np.abs(np.log(kept))
        low, high = kept ** np.exp(spread), kept ** np.exp(-spread)
    certain = (kept >= 1) | (kept <= 0)
    return Curve(kept, np.where(certain, kept, low), np.where(certain, kept, high))


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """A fitted model: the chance of being lost at a renewal is Beta(alpha, beta) between contracts."""

    alpha: float
    beta: float

    def retention(self, age: npt.ArrayLike) -> Floats:
        """Share of contracts of that age (renewals passed) that pass the next renewal: eq. 8 of the paper, r = (beta+t-1)/(alpha+beta+t-1)."""
        t = np.asarray(age, dtype=np.float64)
        return (self.beta + t) / (self.alpha + self.beta + t)

    def kept(self, renewals: npt.ArrayLike, *, age: npt.ArrayLike = 0) -> Floats:
        """Share that passes so many further renewals, of contracts of that age (eq. 6: S(t) = B(alpha, beta+t)/B(alpha, beta))."""
        from scipy.special import betaln

        more, t = np.broadcast_arrays(np.asarray(renewals, dtype=np.float64), np.asarray(age, dtype=np.float64))
        ratio: Floats = np.exp(betaln(self.alpha, self.beta + t + more) - betaln(self.alpha, self.beta + t))
        return ratio

    def lost_within(self, renewals: npt.ArrayLike, *, age: npt.ArrayLike) -> Floats:
        """Chance that a contract of that age is lost at one of its next renewals (0 of them: 0)."""
        return 1 - self.kept(renewals, age=age)

    def remaining_payments(self, age: npt.ArrayLike, *, horizon: int, rate: float = 0.0) -> Floats:
        """Expected payments at the coming `horizon` renewals, each discounted at `rate` per period from when it falls due.

        Times the amount of a period it is the expected value left in a contract: P. S. Fader, B. G. S. Hardie (2010), Customer-Base
        Valuation in a Contractual Setting, Marketing Science 29(1), 85-93 (expected residual lifetime), cut off at a horizon.
        """
        t = np.asarray(age, dtype=np.float64)
        ahead = np.arange(1, horizon + 1, dtype=np.float64)
        kept = self.kept(ahead[None, :], age=t.reshape(-1, 1))
        payments: Floats = kept @ (1 + rate) ** -ahead
        return payments.reshape(t.shape)


@dataclass(frozen=True, slots=True)
class SurvivalFit:
    """A fit on `contracts`, of which `ended` were lost; both numbers stand beside every projection."""

    params: ShiftedBetaGeometric
    log_likelihood: float
    contracts: int
    ended: int
    converged: bool


def fit_survival(renewals: Renewals) -> SurvivalFit:
    """Fit by maximum likelihood: eq. 5 and 6 of the paper, written by renewal, so that contracts of all ages take part.

    Raises `UnableToFit` below 50 contracts, below 20 that ended, and when only one renewal was ever seen (any pair of parameters
    with the same mean would do).
    """
    require(renewals.contracts, MIN_CONTRACTS, FitProblem.FEW_CUSTOMERS)
    require(renewals.ended, MIN_ENDED, FitProblem.FEW_ENDED)
    seen = renewals.at_risk > 0
    require(int(np.count_nonzero(seen)), MIN_PERIODS, FitProblem.NO_TIME)
    age = np.flatnonzero(seen).astype(np.float64)
    lost, kept = renewals.lost[seen].astype(np.float64), (renewals.at_risk - renewals.lost)[seen].astype(np.float64)
    n = float((lost + kept).sum())

    def objective(logs: Floats) -> tuple[float, Floats]:
        alpha, beta = np.exp(logs)
        stays, both = beta + age, alpha + beta + age
        value = lost.sum() * np.log(alpha) + kept @ np.log(stays) - (lost + kept) @ np.log(both)
        shared = ((lost + kept) / both).sum()
        gradient = np.array([lost.sum() / alpha - shared, (kept / stays).sum() - shared])
        return -float(value) / n, -gradient * np.array([alpha, beta]) / n

    best = minimise_positive(objective, np.array([1.0, 2.0]))
    alpha, beta = (float(value) for value in best.parameters)
    return SurvivalFit(
        params=ShiftedBetaGeometric(alpha, beta),
        log_likelihood=-best.objective * n,
        contracts=renewals.contracts,
        ended=renewals.ended,
        converged=best.converged,
    )
