"""From the log of the odds to a chance that holds: what is said to happen in 3 of 10 cases happens in 3 of 10."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats

ENOUGH_FOR_STEPS = 1_000
"""Of the rarer outcome; below it a curve of two numbers is steadier than steps (Niculescu-Mizil and Caruana 2005)."""
ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """`method` sigmoid (chance = 1 / (1 + e^-(slope·x + shift))) or isotonic (straight lines between `points`)."""

    method: str
    slope: float = 1.0
    shift: float = 0.0
    points: tuple[tuple[float, float], ...] = ()

    def chances(self, odds: Floats) -> Floats:
        """The chance of each log of the odds; never below it for more."""
        if self.method == "isotonic":
            xs, ys = np.array(self.points).T
            return np.asarray(np.interp(odds, xs, ys))
        return _sigmoid(self.slope * odds + self.shift)

    def as_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "slope": self.slope,
            "shift": self.shift,
            "points": [list(point) for point in self.points],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Calibration:
        points = tuple((float(x), float(y)) for x, y in kept["points"])
        return cls(kept["method"], float(kept["slope"]), float(kept["shift"]), points)


def calibrate(odds: Floats, label: Labels) -> Calibration:
    """Fit on odds of cases that the model had not seen: steps where both outcomes abound, else a sigmoid."""
    rarer = min(int(label.sum()), len(label) - int(label.sum()))
    return _isotonic(odds, label) if rarer >= ENOUGH_FOR_STEPS else _platt(odds, label)


def _platt(odds: Floats, label: Labels) -> Calibration:
    """Logistic regression on the odds by Newton's method, towards Platt's smoothed targets (Platt 1999)."""
    n1 = int(label.sum())
    n0 = len(label) - n1
    target = np.where(label, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))
    slope, shift = 0.0, float(np.log((n1 + 1) / (n0 + 1)))
    loss = _loss(slope * odds + shift, target)
    for _ in range(ROUNDS):
        step = _newton_step(slope * odds + shift, odds, target)
        size = 1.0
        while size > 1e-6 and _loss((slope - size * step[0]) * odds + shift - size * step[1], target) > loss:
            size /= 2
        slope, shift = slope - size * step[0], shift - size * step[1]
        better = _loss(slope * odds + shift, target)
        if loss - better < 1e-10:
            break
        loss = better
    slope = max(float(slope), 1e-6)  # never turns the order round
    return Calibration("sigmoid", slope, float(shift))


def _newton_step(x: Floats, odds: Floats, target: Floats) -> tuple[float, float]:
    """Gradient over curvature, for slope and shift."""
    chance = _sigmoid(x)
    gap, spread = chance - target, np.maximum(chance * (1 - chance), 1e-9)
    a, b, c = (spread * odds * odds).sum() + 1e-6, (spread * odds).sum(), spread.sum() + 1e-6
    g, h = (gap * odds).sum(), gap.sum()
    det = max(a * c - b * b, 1e-12)
    return float((c * g - b * h) / det), float((a * h - b * g) / det)


def _loss(x: Floats, target: Floats) -> float:
    """Mean cross entropy."""
    return float((np.logaddexp(0, x) - target * x).mean())


def _isotonic(odds: Floats, label: Labels) -> Calibration:
    """Pool adjacent violators (Zadrozny and Elkan 2002); each pool becomes a point at its mean, joined by straight lines."""
    order = np.argsort(odds, kind="stable")
    pools: list[list[float]] = []
    for x, y in zip(odds[order].tolist(), label[order].tolist(), strict=True):
        pools.append([1.0, float(y), x])
        while len(pools) > 1 and pools[-2][1] * pools[-1][0] >= pools[-1][1] * pools[-2][0]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    points = tuple((total / n, (true + 0.5) / (n + 1)) for n, true, total in pools)
    rising = np.maximum.accumulate([y for _, y in points])
    return Calibration("isotonic", points=tuple((x, float(y)) for (x, _), y in zip(points, rising, strict=True)))


def _sigmoid(x: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(x))
