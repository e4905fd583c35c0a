"""Whole numbers in their order, and where each of them stood."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BITS = 63


def in_order(values: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The values growing, and the place that each had, equals in the order they came.

    Of a range short enough they are sorted together with their places, as one number each: several times as fast as
    NumPy's `argsort`, and nothing is left to be gathered.
    """
    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    least, bits = int(values.min()), len(values).bit_length()
    if (int(values.max()) - least).bit_length() + bits > BITS:
        place = np.argsort(values, kind="stable")
        return values[place].astype(np.int64), place
    joined = ((values.astype(np.int64) - least) << bits) | np.arange(len(values))
    joined.sort()
    place = joined & ((1 << bits) - 1)
    joined >>= bits
    joined += least
    return joined, place
