"""How well an uplift score sorts customers: the Qini curve, the uplift of the first ones, and how much of it is noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats

SHARES = (0.1, 0.3, 0.5, 1.0)
DRAWS = 200
POINTS = 50


@dataclass(frozen=True, slots=True)
class Qini:
    """`value`: area between the curve and the straight line of a random order, in outcomes per customer. `deviation`: its bootstrap standard
    deviation. `uplift_at`: (first share by score, treated rate - control rate in it). `curve`: (share, outcomes gained per customer of the whole).
    """

    value: float
    deviation: float
    uplift_at: tuple[tuple[float, float], ...]
    curve: tuple[tuple[float, float], ...]

    @property
    def is_noise(self) -> bool:
        """Less than 1.96 deviations above nothing."""
        return self.value < 1.96 * self.deviation


def qini(
    score: Floats,
    *,
    treated: Labels,
    outcome: Labels,
    seed: int,
    shares: Sequence[float] = SHARES,
    draws: int = DRAWS,
) -> Qini:
    """Radcliffe 2007, with the gain at share k as k x (rate of the treated - rate of control among the first k by score).

    One row per customer. Ties keep the order of the rows. The bootstrap draws customers (Poisson weights, fixed scores) by `seed`.
    """
    order = np.argsort(-score, kind="stable")
    arm, happened = treated[order], outcome[order].astype(np.float64)
    ones = np.ones(len(order))
    gain, share = _curve(arm, happened, ones)
    random = np.random.default_rng(seed)
    spread = [_area(*_curve(arm, happened, random.poisson(1.0, len(order)).astype(np.float64))) for _ in range(draws)]
    marks = np.linspace(0, 1, POINTS + 1)
    at = tuple((k, float(np.interp(k, share, gain)) / k) for k in shares)
    curve = tuple(zip(marks.tolist(), np.interp(marks, share, gain).tolist(), strict=True))
    return Qini(_area(gain, share), float(np.std(spread)), at, curve)


def _curve(arm: Labels, happened: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Gain and share after each customer, from 0."""
    ours, theirs = weight * arm, weight * ~arm
    n1, n0 = ours.cumsum(), theirs.cumsum()
    y1, y0 = (ours * happened).cumsum(), (theirs * happened).cumsum()
    share = weight.cumsum() / max(float(weight.sum()), 1.0)
    rate = np.divide(y1, n1, out=np.zeros_like(y1), where=n1 > 0) - np.divide(
        y0, n0, out=np.zeros_like(y0), where=n0 > 0
    )
    both = (n1 > 0) & (n0 > 0)
    gain = np.where(both, rate * share, 0.0)
    return np.concatenate(([0.0], gain)), np.concatenate(([0.0], share))


def _area(gain: Floats, share: Floats) -> float:
    """Between the curve and the line to its end (trapezoids)."""
    under = float(((gain[1:] + gain[:-1]) / 2 * np.diff(share)).sum())
    return under - float(gain[-1]) / 2
