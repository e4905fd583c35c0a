"""Groups of like customers (frequency x silence), in which forecasts are compared with what happened.

The bands of a value come from here, and they are empirical: no assumption about the error, only that customers of a
stratum err next time as they erred last time (split conformal prediction: J. Lei and others (2018), Distribution-Free
Predictive Inference for Regression, JASA 113; by group as in Mondrian conformal prediction).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lazo.analytics.tuples import Floats, Ints

FREQUENCY_STARTS = (0, 1, 2, 4, 8)
SILENCE_CLASSES = 3
SMALLEST_STRATUM = 50
TAILS = 20  # a twentieth below, a twentieth above: 90 of 100 within
FLOOR = 0.10


@dataclass(frozen=True, slots=True)
class Strata:
    """Fixed borders: frequency 0, 1, 2-3, 4-7, 8 and more; days of silence by the thirds found at the cut-off."""

    silence_starts: tuple[int, ...]

    @classmethod
    def of(cls, silence_days: Ints) -> Strata:
        """Put the borders of silence at the thirds of this base."""
        if not len(silence_days):
            return cls(silence_starts=(0,))
        thirds = np.quantile(silence_days, [1 / 3, 2 / 3], method="higher")
        return cls(silence_starts=tuple(sorted({0, *(int(third) for third in thirds)})))

    def __len__(self) -> int:
        return len(FREQUENCY_STARTS) * len(self.silence_starts)

    def assign(self, x: Ints, silence_days: Ints) -> Ints:
        """The number of each customer's stratum; also of customers who were not there when the borders were set."""
        frequency = np.searchsorted(FREQUENCY_STARTS, x, side="right") - 1
        silence = np.searchsorted(self.silence_starts, silence_days, side="right") - 1
        return (frequency * len(self.silence_starts) + silence).astype(np.int64)

    def borders(self, number: int) -> tuple[int, int | None, int, int | None]:
        """(lowest x, x it stays below, lowest silence, silence it stays below); null is without end."""
        frequency, silence = divmod(number, len(self.silence_starts))
        return (*_from_to(FREQUENCY_STARTS, frequency), *_from_to(self.silence_starts, silence))


@dataclass(frozen=True, slots=True)
class Bands:
    """Factors per stratum between which 90 of 100 customers fell: `low`, `high`, on a scale that is never nothing.

    The scale is the forecast, or a tenth of the stratum's mean forecast (`floor`) where the forecast is smaller: someone
    of whom nothing was expected may buy too. `pooled` says whose customers made the factors: stratum, frequency or all.
    """

    low: Floats
    high: Floats
    floor: Floats
    pooled: tuple[str, ...]

    def around(self, value: Floats, stratum: Ints) -> tuple[Floats, Floats]:
        """(low, high) of each customer's value. The value itself always lies within, even where most buy nothing."""
        scale = np.maximum(value, self.floor[stratum])
        return np.minimum(scale * self.low[stratum], value), np.maximum(scale * self.high[stratum], value)

    def widened(self, by: float) -> Bands:
        """The same with both ends further out by a factor of 1 or more, counted from the forecast if they lie within."""
        return Bands(np.minimum(self.low, 1.0) / by, np.maximum(self.high, 1.0) * by, self.floor, self.pooled)

    def as_record(self) -> dict[str, list[float] | list[str]]:
        """The factors as plain lists, for a run that reuses an earlier back-test."""
        numbers = {"low": self.low.tolist(), "high": self.high.tolist(), "floor": self.floor.tolist()}
        return numbers | {"pooled": list(self.pooled)}

    @classmethod
    def of_record(cls, record: Mapping[str, Sequence[float] | Sequence[str]]) -> Bands:
        """What `as_record` wrote."""
        low, high, floor = (np.asarray(record[name], dtype=np.float64) for name in ("low", "high", "floor"))
        return cls(low=low, high=high, floor=floor, pooled=tuple(str(pooled) for pooled in record["pooled"]))


def bands(strata: Strata, stratum: Ints, predicted: Floats, actual: Floats) -> Bands:
    """The factors of each stratum; one with under 50 customers takes those of its frequency, then of everyone."""
    n = len(strata)
    counts = np.bincount(stratum, minlength=n)
    everyone = float(predicted.mean()) if len(predicted) else 0.0
    means = np.bincount(stratum, predicted, minlength=n) / np.maximum(counts, 1)
    floor = FLOOR * np.where(means > 0, means, everyone)
    scale = np.maximum(predicted, floor[stratum])
    ratios = np.divide(actual, scale, out=np.zeros(len(actual)), where=scale > 0)
    found = [_factors(strata, number, stratum, ratios) for number in range(n)]
    return Bands(
        low=np.array([low for low, _, _ in found]),
        high=np.array([high for _, high, _ in found]),
        floor=floor,
        pooled=tuple(pooled for _, _, pooled in found),
    )


def _factors(strata: Strata, number: int, stratum: Ints, ratios: Floats) -> tuple[float, float, str]:
    width = len(strata.silence_starts)
    of_stratum, of_frequency = stratum == number, stratum // width == number // width
    for chosen, pooled in ((of_stratum, "stratum"), (of_frequency, "frequency")):
        if np.count_nonzero(chosen) >= SMALLEST_STRATUM:
            return (*_quantiles(ratios[chosen]), pooled)
    return (*_quantiles(ratios), "all")


def _quantiles(ratios: Floats) -> tuple[float, float]:
    """The two order statistics between which the next of n + 1 falls with at least 90 %."""
    n = len(ratios)
    if not n:
        return 0.0, 0.0
    ordered, outside = np.sort(ratios), (n + 1) // TAILS
    return float(ordered[max(outside - 1, 0)]), float(ordered[min(n - outside, n - 1)])


def _from_to(starts: tuple[int, ...], number: int) -> tuple[int, int | None]:
    return starts[number], starts[number + 1] if number + 1 < len(starts) else None
