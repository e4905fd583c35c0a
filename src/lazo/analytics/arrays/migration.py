"""From which class to which customers went between two snapshots: counts and change of value, by arrays.

Sums are exact: a change of less than 2^53 in absolute value is split in two parts of 26 bits, so that no sum of 2^26 of them leaves the whole
numbers that a float holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PART = 26
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Standing:
    """Where customers stood: `customers` ascending, each once; `place` from 0 to below `places`; `value` in minor units."""

    customers: Ints
    place: NDArray[np.int16]
    value: Ints

    def only(self, mask: NDArray[np.bool_]) -> Standing:
        return Standing(self.customers[mask], self.place[mask], self.value[mask])


@dataclass(frozen=True)
class Joined:
    """Every customer of either snapshot, ascending; who is not in one has the place `absent` and the value 0 there."""

    customers: Ints
    origin: NDArray[np.int16]
    destination: NDArray[np.int16]
    before: Ints
    after: Ints

    @property
    def change(self) -> Ints:
        return self.after - self.before


@dataclass(frozen=True)
class Crossed:
    """`customers` and `change` (minor units) by origin (first axis) and destination."""

    customers: list[list[int]]
    change: list[list[int]]


def join(before: Standing, after: Standing, *, absent: int) -> Joined:
    """One row per customer of either."""
    everybody = np.union1d(before.customers, after.customers)
    origin, value_before = _at(before, everybody, absent)
    destination, value_after = _at(after, everybody, absent)
    return Joined(everybody, origin, destination, value_before, value_after)


def cross(joined: Joined, *, places: int) -> Crossed:
    """How many went each way, and by how much their value changed together; `places` counts the absent one too."""
    way = joined.origin.astype(np.int64) * places + joined.destination
    size = places * places
    counts = np.bincount(way, minlength=size)
    change = joined.change
    high = np.bincount(way, weights=(change >> PART).astype(np.float64), minlength=size)
    low = np.bincount(way, weights=(change & ((1 << PART) - 1)).astype(np.float64), minlength=size)
    sums = [(int(h) << PART) + int(d) for h, d in zip(high, low, strict=True)]
    return Crossed(
        [[int(n) for n in counts[row * places : (row + 1) * places]] for row in range(places)],
        [sums[row * places : (row + 1) * places] for row in range(places)],
    )


def _at(standing: Standing, everybody: Ints, absent: int) -> tuple[NDArray[np.int16], Ints]:
    place = np.full(len(everybody), absent, dtype=np.int16)
    value = np.zeros(len(everybody), dtype=np.int64)
    rows = np.searchsorted(everybody, standing.customers)
    place[rows] = standing.place
    value[rows] = standing.value
    return place, value
