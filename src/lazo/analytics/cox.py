"""What about a contract makes it last: proportional hazards, by the partial likelihood.

D. R. Cox (1972), Regression Models and Life-Tables, JRSS B 34(2), 187-220: whoever is at risk at a moment is lost with a hazard that is the
same for all at that moment, times `exp(traits x coefficients)`. Many are lost at the same renewal, and B. Efron (1977), The Efficiency of
Cox's Likelihood Function for Censored Data, JASA 72(359), 557-565, takes each of them out of the risk in turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lazo.analytics.estimation import FitProblem, require
from lazo.analytics.tuples import Floats, Ints

Flags = npt.NDArray[np.bool_]
MOST_STEPS = 30
SETTLED = 1e-10
LEAST_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class CoxFit:
    """`coefficients` of the traits with their standard `errors`; `hazard[k]` is that of moment k (`moments[k]`) at the `means` of the traits.

    `log_likelihood` is the partial one, `of_nothing` that without any trait.
    """

    coefficients: Floats
    errors: Floats
    means: Floats
    moments: Ints
    hazard: Floats
    log_likelihood: float
    of_nothing: float
    converged: bool

    def relative(self, traits: Floats) -> Floats:
        """How many times the hazard of one with mean traits each has."""
        times: Floats = np.exp((traits - self.means) @ self.coefficients)
        return times


def fit_cox(time: Ints, ended: Flags, traits: Floats) -> CoxFit:
    """Fit by Newton's steps; one row of `traits` each, at risk up to and including its time, lost then where it `ended`.

    Raises `UnableToFit` where nobody is lost, or where the traits do not differ or say the same of everyone (FEW_ENDED, NOT_CONVERGED).
    """
    require(float(np.count_nonzero(ended)), 1, FitProblem.FEW_ENDED)
    means = traits.mean(axis=0)
    risk = _Risk.of(time, ended, traits - means)
    at = np.zeros(traits.shape[1])
    value, slope, curve = of_nothing, _, _ = risk.likelihood(at)
    converged = False
    for _step in range(MOST_STEPS):
        require(float(np.linalg.eigvalsh(curve).min()), LEAST_SPREAD, FitProblem.NOT_CONVERGED)
        step = np.linalg.solve(curve, slope)
        further = risk.likelihood(at + step)
        while not further[0] >= value - abs(value) * SETTLED and np.abs(step).max() > SETTLED:
            step = step / 2
            further = risk.likelihood(at + step)
        at = at + step
        converged = bool(abs(further[0] - value) <= SETTLED * max(abs(value), 1.0))
        value, slope, curve = further
        if converged:
            break
    require(float(converged), 1, FitProblem.NOT_CONVERGED)
    return CoxFit(
        coefficients=at,
        errors=np.sqrt(np.diag(np.linalg.inv(curve))),
        means=means,
        moments=risk.moments,
        hazard=risk.hazard(at),
        log_likelihood=value,
        of_nothing=of_nothing,
        converged=converged,
    )


@dataclass(frozen=True, slots=True)
class _Risk:
    """`moment` is the place of each one's last moment at risk among those at which anybody was lost (-1: before the first)."""

    moment: Ints
    ended: Flags
    traits: Floats
    moments: Ints
    lost: Ints

    @classmethod
    def of(cls, time: Ints, ended: Flags, traits: Floats) -> _Risk:
        moments, lost = np.unique(time[ended], return_counts=True)
        moment = np.searchsorted(moments, time, side="right") - 1
        return cls(moment, ended, traits, moments, lost)

    def hazard(self, at: Floats) -> Floats:
        """N. E. Breslow's estimate (1974): those lost over the sum of what all at risk weigh."""
        return self.lost / self._at_risk(np.exp(self.traits @ at))

    def likelihood(self, at: Floats) -> tuple[float, Floats, Floats]:
        """The logarithm of the partial likelihood, its gradient, and how it bends (minus its Hessian)."""
        traits, size = self.traits, len(at)
        line = traits @ at
        weight = np.exp(line)
        pairs = [(one, other) for one in range(size) for other in range(one, size)]
        all_0, own_0 = self._at_risk(weight), self._lost(weight)
        all_1 = np.stack([self._at_risk(weight * traits[:, one]) for one in range(size)], axis=1)
        own_1 = np.stack([self._lost(weight * traits[:, one]) for one in range(size)], axis=1)
        value = float(line[self.ended].sum())
        slope: Floats = traits[self.ended].sum(axis=0)
        sums = np.zeros((len(self.lost), 6))
        for place, lost in enumerate(self.lost.tolist()):
            share = np.arange(lost) / lost
            left = all_0[place] - share * own_0[place]
            value -= float(np.log(left).sum())
            one, two = 1 / left, 1 / left**2
            sums[place] = (
                one.sum(),
                (share * one).sum(),
                two.sum(),
                (share * two).sum(),
                (share**2 * two).sum(),
                0.0,
            )
        slope = slope - sums[:, 0] @ all_1 + sums[:, 1] @ own_1
        curve = np.zeros((size, size))
        for one_, other in pairs:
            both = weight * traits[:, one_] * traits[:, other]
            all_2, own_2 = self._at_risk(both), self._lost(both)
            bend = sums[:, 0] @ all_2 - sums[:, 1] @ own_2
            bend -= sums[:, 2] @ (all_1[:, one_] * all_1[:, other]) + sums[:, 4] @ (own_1[:, one_] * own_1[:, other])
            bend += sums[:, 3] @ (all_1[:, one_] * own_1[:, other] + own_1[:, one_] * all_1[:, other])
            curve[one_, other] = curve[other, one_] = bend
        return value, slope, curve

    def _at_risk(self, weight: Floats) -> Floats:
        """Sums over all who are at risk at each moment."""
        there = self.moment >= 0
        last: Floats = np.bincount(self.moment[there], weights=weight[there], minlength=len(self.moments)).astype(float)
        return np.cumsum(last[::-1])[::-1]

    def _lost(self, weight: Floats) -> Floats:
        """Sums over those who are lost at each moment."""
        found = np.bincount(self.moment[self.ended], weights=weight[self.ended], minlength=len(self.moments))
        return found.astype(float)


def concordance(time: Ints, ended: Flags, risk: Floats) -> float:
    """Of all pairs of whom one was lost before the other, the share in which that one had the higher risk; equal risks count half.

    F. E. Harrell and others (1982), Evaluating the Yield of Medical Tests, JAMA 247(18). Half where there is no pair.
    """
    pairs = right = 0.0
    for moment in np.unique(time[ended]).tolist():
        outlived = np.sort(risk[(time > moment) | ((time == moment) & ~ended)])
        went = risk[(time == moment) & ended]
        below, up_to = np.searchsorted(outlived, went, side="left"), np.searchsorted(outlived, went, side="right")
        pairs += float(len(went) * len(outlived))
        right += float(below.sum() + (up_to - below).sum() / 2)
    return right / pairs if pairs else 0.5
