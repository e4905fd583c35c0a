"""The arm of a customer: a hash of the customer and of the experiment's salt, so that it never changes and nobody chooses it.

The hash is SplitMix64 (Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014, figure 17): its 64 bits are
uniform and, with another salt, unrelated.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WHOLE = 10_000
_MASK = (1 << 64) - 1
_GAMMA, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def arm_places(ids: NDArray[np.int64], *, salt: int, shares: Sequence[int]) -> NDArray[np.int8]:
    """The arm of each customer, as its place in `shares`.

    `shares` are parts of ten thousand that make a whole; an arm without a share gets nobody. One value per id, in their order.
    """
    with np.errstate(over="ignore"):
        z = ids.astype(np.uint64) + np.uint64(salt & _MASK) * np.uint64(_GAMMA) + np.uint64(_GAMMA)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(_FIRST)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(_SECOND)
        z ^= z >> np.uint64(31)
    parts = (z % np.uint64(WHOLE)).astype(np.int64)
    return np.searchsorted(np.cumsum(shares), parts, side="right").astype(np.int8)


def arm_place(party: int, *, salt: int, shares: Sequence[int]) -> int:
    """The same of one customer, in plain Python: the definition."""
    z = (party + (salt & _MASK) * _GAMMA + _GAMMA) & _MASK
    z = ((z ^ (z >> 30)) * _FIRST) & _MASK
    z = ((z ^ (z >> 27)) * _SECOND) & _MASK
    part = (z ^ (z >> 31)) % WHOLE
    bound = 0
    for place, share in enumerate(shares):
        bound += share
        if part < bound:
            return place
    raise ValueError("shares that make no whole")
