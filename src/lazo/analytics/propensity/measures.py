"""How good chances are: order (AUC, lift), and whether what is said to happen in 3 of 10 cases does so in 3 of 10."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.tuples import Floats

Labels = NDArray[np.bool_]
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose chance lies in [`low`, `high`): how many, their mean chance, and the share in which it came true."""

    low: float
    high: float
    n: int
    said: float
    came: float


def auc(label: Labels, score: Floats) -> float:
    """The share of pairs (one that came true, one that did not) in which the first has the higher score; ties count half.

    Mann-Whitney: (sum of the ranks of the true - n1(n1+1)/2) / (n1 n0). NaN when there is only one kind.
    """
    n1 = int(label.sum())
    n0 = len(label) - n1
    if not n1 or not n0:
        return float("nan")
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2
    return float((middle[place][label].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def calibration_curve(label: Labels, chance: Floats, *, bins: int = BINS) -> list[Bin]:
    """Bins of equal width over [0, 1]; those without cases are left out."""
    place = np.minimum((chance * bins).astype(np.int64), bins - 1)
    n = np.bincount(place, minlength=bins)
    said = np.bincount(place, weights=chance, minlength=bins)
    came = np.bincount(place, weights=label, minlength=bins)
    return [
        Bin(i / bins, (i + 1) / bins, int(n[i]), float(said[i] / n[i]), float(came[i] / n[i]))
        for i in range(bins)
        if n[i]
    ]


def calibration_error(label: Labels, chance: Floats, *, bins: int = BINS) -> float:
    """ECE: the mean over cases of |share that came true - mean chance| of their bin (Guo et al. 2017, eq. 3)."""
    curve = calibration_curve(label, chance, bins=bins)
    return sum(one.n * abs(one.came - one.said) for one in curve) / max(len(label), 1)


def lift(label: Labels, score: Floats, share: float) -> float:
    """How many times more often it comes true among the first `share` of cases, by score, than among all. NaN of none.

    Ties at the border count as far as they fit, so that the order of the rows does not matter.
    """
    rate = float(label.mean()) if len(label) else 0.0
    if not rate:
        return float("nan")
    return captured(label, score, [share])[0] / share


def captured(label: Labels, score: Floats, shares: list[float]) -> list[float]:
    """Of all that came true, the share found among the first of each of `shares` of the cases, by score."""
    values, place = np.unique(-score, return_inverse=True)
    cases = np.bincount(place, minlength=len(values)).cumsum() / max(len(label), 1)
    true = np.bincount(place, weights=label, minlength=len(values)).cumsum() / max(int(label.sum()), 1)
    return [float(one) for one in np.interp(shares, np.concatenate(([0.0], cases)), np.concatenate(([0.0], true)))]


def log_loss(label: Labels, chance: Floats) -> float:
    """Mean of -ln of the chance given to what happened."""
    safe = np.clip(np.where(label, chance, 1 - chance), 1e-12, 1.0)
    return float(-np.log(safe).mean())
