"""A forecast that leans on more than the model: for bases that break what the model assumes.

BG/NBD knows no seasons and no growth, and takes the first recorded purchase for the first ever; alone it may be off by any
factor. Three things are done about it, each simple enough to be checked by hand:

1. *The total* is the middle one of three that err in different ways: the model, the time before repeated, and the pace of
   known customers (`pace`). The middle is never the worst of them, and where one is absurd it does not count.
2. *A miss seen over a whole year* is corrected by half (the square root of its factor): half, because the next year's miss
   resembles the last one's without repeating it. A shorter test may have missed because of its season; nothing is corrected.
3. *Who it comes from*: in proportion to past purchases, unless a mixture with the model's or the last period's proportions
   would have erred less in the time held back, by at least 2 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any, Self

import numpy as np

from lazo.analytics.tuples import Floats

WHOLE_SEASON_DAYS = 330
MOST_CORRECTION = 2.0
STEPS = 4
LEAST_GAIN = 0.02
MOST_MISS = 5.0


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares, adding to 1, with which the proportions of the model, of the last period and of all the past are mixed."""

    model: float
    window: float
    past: float


BY_PAST = Mix(0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """One quantity of one period, by customer (model null if not fitted, window null if not known), and the totals.

    `window_total` is what the time before of equal length brought; `third_total` that of the pace, or of everyone's own rate
    where no pace is known.
    """

    model: Floats | None
    window: Floats | None
    past: Floats
    window_total: float
    third_total: float
    rate_total: float

    @property
    def total(self) -> float:
        """The middle one of three."""
        model = self.rate_total if self.model is None else float(self.model.sum())
        return float(np.median([model, self.window_total, self.third_total]))

    def mixed(self, mix: Mix) -> Floats:
        """Proportions of the customers, adding to 1; what a column not at hand would have given goes by the past."""
        columns = [(mix.model, self.model), (mix.window, self.window), (mix.past, self.past)]
        missing = sum(share for share, column in columns if column is None)
        found = np.zeros(len(self.past))
        for share, column in [*((s, c) for s, c in columns if c is not None), (missing, self.past)]:
            if share > 0:
                found += share * _proportions(column)
        return found


@dataclass(frozen=True, slots=True)
class Correction:
    """What the time held back taught about one quantity: a factor on the total, and the mix."""

    factor: float = 1.0
    mix: Mix = BY_PAST

    def of(self, candidates: Candidates) -> Floats:
        """The repaired forecast of each customer."""
        return candidates.total * self.factor * candidates.mixed(self.mix)

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Self:
        """What `as_record` gave."""
        return cls(record["factor"], Mix(**record["mix"]))


def learn(candidates: Candidates, actual: Floats, *, days: int) -> Correction:
    """The correction that the `days` held back suggest, from what each customer did in them."""
    return Correction(
        factor=_half_of_the_miss(candidates.total, float(actual.sum()), days), mix=_best_mix(candidates, actual)
    )


def _half_of_the_miss(total: float, actual: float, days: int) -> float:
    if days < WHOLE_SEASON_DAYS or total <= 0 or actual <= 0:
        return 1.0
    return float(np.clip(np.sqrt(actual / total), 1 / MOST_CORRECTION, MOST_CORRECTION))


def _best_mix(candidates: Candidates, actual: Floats) -> Mix:
    bought = np.maximum(actual, 0.0)
    total = float(bought.sum())
    if total <= 0:
        return BY_PAST
    columns = {"model": candidates.model, "window": candidates.window, "past": candidates.past}
    shares = {name: _proportions(column) * total for name, column in columns.items() if column is not None}
    errors = {mix: _error(mix, shares, bought) for mix in _mixes(set(shares))}
    best = min(errors, key=lambda mix: (errors[mix], -mix.past))
    return best if errors[best] <= (1 - LEAST_GAIN) * errors[BY_PAST] else BY_PAST


def _mixes(known: set[str]) -> list[Mix]:
    """Quarters that add to a whole, of the columns at hand."""
    quarters = [
        Mix(m / STEPS, w / STEPS, (STEPS - m - w) / STEPS)
        for m, w in product(range(STEPS + 1), repeat=2)
        if m + w <= STEPS
    ]
    return [
        mix for mix in quarters if all(getattr(mix, name) == 0 for name in ("model", "window") if name not in known)
    ]


def _error(mix: Mix, shares: Mapping[str, Floats], bought: Floats) -> float:
    expected = np.zeros(len(bought))
    for name, share in shares.items():
        if weight := getattr(mix, name):
            expected += weight * share
    return float(np.abs(expected - bought).sum())


def _proportions(column: Floats) -> Floats:
    """Shares of the whole, returns counting as nothing; equal shares of nothing."""
    positive = np.maximum(column, 0.0)
    total = float(positive.sum())
    return positive / total if total > 0 else np.full(len(column), 1 / max(len(column), 1))


def miss(predicted: float, actual: float) -> float:
    """By which factor a total was off, in either direction: from 1 to 5, 5 where nothing was foreseen or nothing came."""
    if predicted <= 0 or actual <= 0:
        return MOST_MISS
    return min(max(predicted / actual, actual / predicted), MOST_MISS)
