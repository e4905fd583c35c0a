"""Chance that can be asked again: a number from 0 to 1 for each customer that only depends on who, what and the seed."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

_GAMMA, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def salt_of(*parts: object) -> int:
    """A number of 62 bits for what these words say, the same on every machine."""
    told = "\x1f".join(str(part) for part in parts).encode()
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest()) >> 2


def uniforms(ids: NDArray[np.int64], *, salt: int) -> NDArray[np.float64]:
    """One number of each id, uniform in (0, 1) (SplitMix64: Steele, Lea & Flood, OOPSLA 2014, figure 17)."""
    with np.errstate(over="ignore"):
        z = ids.astype(np.uint64) * np.uint64(_GAMMA) + np.uint64(salt)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(_FIRST)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(_SECOND)
        z ^= z >> np.uint64(31)
    return ((z >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
