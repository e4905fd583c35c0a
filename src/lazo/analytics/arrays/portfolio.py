"""Scores of accounts on the axes of a portfolio: factors from 0 to 100, weighted where they are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""NaN: not known."""


def percentile(values: Floats) -> Floats:
    """The share of the known ones that are below, half of the equal ones among them, from 0 to 100; one alone is in the middle."""
    found = np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return found
    ordered = np.sort(values[known])
    below = np.searchsorted(ordered, values[known], side="left")
    up_to = np.searchsorted(ordered, values[known], side="right")
    found[known] = (below + up_to) / 2 / len(known) * 100
    return found


def between(values: Floats, low: float, high: float) -> Floats:
    """From `low`, which is 0, to `high`, which is 100; beyond them as at them."""
    return np.clip((values - low) / (high - low), 0.0, 1.0) * 100


def weighted(factors: Mapping[str, Floats], weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """The mean of the known factors by their weights, NaN where none is known; and which share of the weight is known."""
    size = len(next(iter(factors.values()))) if factors else 0
    total, known = np.zeros(size), np.zeros(size)
    for name, values in factors.items():
        weight = weights.get(name, 0.0)
        has = ~np.isnan(values)
        total[has] += weight * values[has]
        known[has] += weight
    whole = sum(weights.get(name, 0.0) for name in factors)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(known > 0, total / known, np.nan)
    return score, known / whole if whole else known
