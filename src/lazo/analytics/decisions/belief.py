"""What is believed of the uplift of an offer, before and after evidence, and a draw from it (Thompson sampling).

Thompson, On the likelihood that one unknown probability exceeds another, Biometrika 25 (1933): choose each action as often as it is believed
to be the best. Updating by Gelman et al., Bayesian Data Analysis, 3rd edition: Beta with answers, equation 2.3; Normal with a measured
difference, equation 2.12.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEIGHT = 20.0
"""As many answers a guess counts for before there are any."""
LEAST = 30
"""Decisions in each arm whose window is over, from which on their difference is worth reading."""
GRID = 1025
BETWEEN_STRATA = 0.5
"""How far a group may differ from everybody, as a share of the doubt before any evidence."""


class Evidence(StrEnum):
    """Where a belief comes from: nobody has seen it yet, what customers answered, or a control group."""

    NONE = "none"
    ANSWERS = "answers"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Belief:
    """Uplift: additional successes a treated customer, from -1 to 1. A Beta has its two counts, a Normal its mean and deviation.

    `treated` and `control` are the decisions it has seen (of answers: how many answered, and 0).
    """

    evidence: Evidence
    is_beta: bool
    first: float
    second: float
    treated: int = 0
    control: int = 0

    @property
    def mean(self) -> float:
        return self.first / (self.first + self.second) if self.is_beta else self.first

    @property
    def deviation(self) -> float:
        if not self.is_beta:
            return self.second
        whole = self.first + self.second
        return sqrt(self.first * self.second / (whole * whole * (whole + 1)))

    def as_json(self) -> list[str | bool | float | int]:
        return [self.evidence.value, self.is_beta, self.first, self.second, self.treated, self.control]


def read_belief(told: list[str | bool | float | int]) -> Belief:
    """A belief that was kept as JSON."""
    evidence, is_beta, first, second, treated, control = told
    return Belief(Evidence(str(evidence)), bool(is_beta), float(first), float(second), int(treated), int(control))


def guess(uplift: float) -> Belief:
    """What somebody thinks it brings, before any evidence; `uplift` from 0 to 1, both excluded."""
    return Belief(Evidence.NONE, True, uplift * WEIGHT, (1 - uplift) * WEIGHT)


def after_answers(before: Belief, *, accepted: int, refused: int) -> Belief:
    """Some said yes and some did not. What nobody would have done without being asked, acceptance measures."""
    if not accepted + refused:
        return before
    told = accepted + refused
    return Belief(Evidence.ANSWERS, True, before.first + accepted, before.second + refused, told, 0)


def after_experiment(before: Belief, *, treated: int, wins: int, control: int, control_wins: int) -> Belief:
    """Decisions whose window is over, in both arms, and how many of each succeeded; too few leave the belief as it was."""
    if min(treated, control) < LEAST:
        return before
    with_it, without = (wins + 1) / (treated + 2), (control_wins + 1) / (control + 2)
    seen = wins / treated - control_wins / control
    variance = with_it * (1 - with_it) / treated + without * (1 - without) / control
    mean, deviation = _combined(before.mean, before.deviation**2, seen, variance)
    return Belief(Evidence.MEASURED, False, mean, deviation, treated, control)


def within(whole: Belief, *, doubt: float, treated: int, wins: int, control: int, control_wins: int) -> Belief:
    """Of one group of customers: begins as everybody's, less surely by a share of `doubt`, the deviation of the first guess."""
    wider = sqrt(whole.deviation**2 + (BETWEEN_STRATA * doubt) ** 2)
    start = Belief(whole.evidence, False, whole.mean, wider, whole.treated, whole.control)
    found = after_experiment(start, treated=treated, wins=wins, control=control, control_wins=control_wins)
    return whole if found is start else found


def draws(belief: Belief, uniforms: Floats) -> Floats:
    """The uplift drawn at each of `uniforms` (0..1): the belief's quantile there, by a table of a thousand, from -1 to 1."""
    if not len(uniforms):
        return np.zeros(0)
    grid = (np.arange(GRID) + 0.5) / GRID
    table = np.clip(_quantiles(belief, grid), -1.0, 1.0)
    return np.interp(uniforms, grid, table)


def _quantiles(belief: Belief, at: Floats) -> Floats:
    from scipy.special import betaincinv, ndtri

    if belief.is_beta:
        return np.asarray(betaincinv(belief.first, belief.second, at))
    return np.asarray(belief.first + belief.second * ndtri(at))


def _combined(mean: float, variance: float, seen: float, seen_variance: float) -> tuple[float, float]:
    known, told = 1 / variance, 1 / seen_variance
    return (mean * known + seen * told) / (known + told), sqrt(1 / (known + told))
