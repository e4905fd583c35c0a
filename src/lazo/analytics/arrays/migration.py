"""From which class to which customers went between two snapshots: counts and change of value, by arrays.

Sums are exact: a change of less than 2^53 in absolute value is split in two parts of 26 bits, so that no sum of 2^26 of them leaves the whole
numbers that a float holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PART = 26
SPREAD = 8
"""A table of at most so many places for each customer is worth its room."""
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
    """Every customer of either snapshot, each once, in no order; who is not in one has the place `absent` and the value 0 there."""

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
    """One row per customer of either: those of both first, then who is only in one of them."""
    at, known = _places_in(before.customers, after.customers)
    both, new = np.flatnonzero(known), np.flatnonzero(~known)
    rows = at[both]
    left = np.ones(len(before.customers), dtype=np.bool_)
    left[rows] = False
    gone = np.flatnonzero(left)
    nobody, nothing = np.int16(absent), np.int64(0)
    return Joined(
        np.concatenate([after.customers[both], before.customers[gone], after.customers[new]]),
        np.concatenate([before.place[rows], before.place[gone], np.full(len(new), nobody)]),
        np.concatenate([after.place[both], np.full(len(gone), nobody), after.place[new]]),
        np.concatenate([before.value[rows], before.value[gone], np.full(len(new), nothing)]),
        np.concatenate([after.value[both], np.full(len(gone), nothing), after.value[new]]),
    )


def _places_in(customers: Ints, sought: Ints) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each of `sought` is in `customers`, both ascending, and whether it is there at all.

    Numbers that lie close together are looked up in a table, one step each; others are searched for.
    """
    if not len(customers) or not len(sought):
        return np.zeros(len(sought), np.int64), np.zeros(len(sought), np.bool_)
    most = int(max(customers[-1], sought[-1])) + 1
    if customers[0] >= 0 and sought[0] >= 0 and most <= SPREAD * len(customers):
        table = np.full(most, -1, dtype=np.int64)
        table[customers] = np.arange(len(customers))
        at = table[sought]
        return at, at >= 0
    at = np.minimum(np.searchsorted(customers, sought), len(customers) - 1)
    return at, customers[at] == sought


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
