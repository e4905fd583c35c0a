"""Simulated campaigns with a known effect: how often the readout is wrong, at the planned end and when it is watched every day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lazo.analytics.experiments.readout import Z95
from lazo.analytics.experiments.sequential import LEAST_EVENTS, widening
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats, Ints

LOG_SPREAD = 0.8
"""Of the amounts: the logarithm's standard deviation, as skewed as baskets are."""
PIECE = 250


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign to `customers`, `control_share` of them drawn into control, read out each of `days` days.

    Of control, `rate` do it within the days; of the treated, `rate` + `effect`. `amount`: the outcome is money, that much on average for
    each who does it (log-normal); None: it is yes or no. `arriving`: customers are decided day by day and answer at once (a triggered
    campaign), else all on the first day and the answers come in day by day.
    """

    customers: int = 10_000
    control_share: float = 0.1
    rate: float = 0.05
    effect: float = 0.0
    days: int = 30
    amount: float | None = None
    arriving: bool = False

    @property
    def truth(self) -> float:
        """The true difference per customer at the end."""
        return self.effect * (1.0 if self.amount is None else self.amount)


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares of the campaigns. `at_end`: the 95 % interval of the last day leaves out 0. `watched`: on some day the always-valid interval
    did. `either`: one or the other: what somebody sees who looks every day and reads the end as well. `covered`: the interval of the last
    day holds the true effect; `power` is `at_end` of a campaign with an effect.
    """

    campaigns: int
    at_end: float
    watched: float
    either: float
    covered: float


def simulate_campaigns(plan: Plan, *, campaigns: int, seed: int) -> Tally:
    """Draw `campaigns` independent campaigns of `plan` and read each one out day by day; the same `seed` gives the same ones."""
    random = np.random.default_rng(seed)
    ends, looks, holds = [], [], []
    for first in range(0, campaigns, PIECE):
        end, look, hold = _piece(plan, min(PIECE, campaigns - first), random)
        ends.append(end)
        looks.append(look)
        holds.append(hold)
    end, look, hold = np.concatenate(ends), np.concatenate(looks), np.concatenate(holds)
    return Tally(campaigns, float(end.mean()), float(look.mean()), float((end | look).mean()), float(hold.mean()))


def _piece(plan: Plan, campaigns: int, random: np.random.Generator) -> tuple[Labels, Labels, Labels]:
    control = random.binomial(plan.customers, plan.control_share, campaigns)
    ours = _arm(plan, plan.customers - control, plan.rate + plan.effect, random)
    theirs = _arm(plan, control, plan.rate, random)
    difference = ours.total / ours.n - theirs.total / theirs.n
    error = np.sqrt(ours.variance / ours.n + theirs.variance / theirs.n)
    fraction = np.arange(1, plan.days + 1) / plan.days
    ready = np.minimum(ours.events, theirs.events) >= LEAST_EVENTS
    steady = np.maximum(error, np.sqrt(_pooled(ours, theirs) * (1 / ours.n + 1 / theirs.n)))
    watched = np.asarray((ready & (np.abs(difference) > widening(fraction) * steady)).any(axis=1))
    half = Z95 * error[:, -1]
    return np.abs(difference[:, -1]) > half, watched, np.abs(difference[:, -1] - plan.truth) <= half


@dataclass(frozen=True, slots=True)
class _Days:
    """One arm of many campaigns: arrays (campaigns, days) of what is known by the end of each day."""

    n: Floats
    events: Floats
    total: Floats
    squares: Floats

    @property
    def variance(self) -> Floats:
        return np.asarray(np.maximum(self.squares / self.n - (self.total / self.n) ** 2, 0.0))


def _pooled(ours: _Days, theirs: _Days) -> Floats:
    """Variance of the outcome if both arms are alike."""
    n, total, squares = (getattr(ours, name) + getattr(theirs, name) for name in ("n", "total", "squares"))
    return np.asarray(squares / n - (total / n) ** 2)


def _arm(plan: Plan, customers: Ints, rate: float, random: np.random.Generator) -> _Days:
    even = np.full(plan.days, 1 / plan.days)
    if plan.arriving:
        decided = random.multinomial(customers, even)
        done = random.binomial(decided, rate)
        n = np.maximum(decided.cumsum(axis=1), 1).astype(np.float64)
    else:
        done = random.multinomial(random.binomial(customers, rate), even)
        n = np.repeat(customers[:, None], plan.days, axis=1).astype(np.float64)
    events = done.cumsum(axis=1).astype(np.float64)
    if plan.amount is None:
        return _Days(n, events, events, events)
    paid = random.lognormal(np.log(plan.amount) - LOG_SPREAD**2 / 2, LOG_SPREAD, int(done.sum()))
    cell = np.repeat(np.arange(done.size), done.ravel())
    total = np.bincount(cell, weights=paid, minlength=done.size).reshape(done.shape)
    squares = np.bincount(cell, weights=paid**2, minlength=done.size).reshape(done.shape)
    return _Days(n, events, total.cumsum(axis=1), squares.cumsum(axis=1))
