"""The distinct purchase histories of a customer base, with how many customers share each.

The value models see of a customer only three whole numbers: repeat purchase days, day of the last purchase and age. A
million customers have a few hundred thousand distinct triples, so everything is computed once per triple.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DAYS_PER_WEEK = 7.0
DAY_BITS = 20
MAX_DAYS = (1 << DAY_BITS) - 1
MAX_FREQUENCY = (1 << 22) - 1


class UnableToCompress(ValueError):
    """Raised when a history is impossible: negative, out of range, or last purchase after the cut-off."""


@dataclass(frozen=True, slots=True)
class DistinctTuples:
    """Distinct (x, t_x, T), sorted, one element per distinct triple; `inverse` has one element per customer."""

    x: Ints
    t_x_days: Ints
    age_days: Ints
    weights: Ints
    inverse: Ints

    def __len__(self) -> int:
        return len(self.x)

    @property
    def t_x(self) -> Floats:
        """Weeks from the first to the last purchase."""
        return self.t_x_days / DAYS_PER_WEEK

    @property
    def age(self) -> Floats:
        """Weeks from the first purchase to the cut-off."""
        return self.age_days / DAYS_PER_WEEK

    def every(self, step: int) -> DistinctTuples:
        """One in `step` of the histories, of nobody in particular: `inverse` is empty."""
        return DistinctTuples(
            self.x[::step], self.t_x_days[::step], self.age_days[::step], self.weights[::step], self.inverse[:0]
        )

    def spread(self, values: Floats) -> Floats:
        """One value per distinct triple -> one value per customer, in the order the customers came in."""
        return values[self.inverse]


def compress(x: npt.ArrayLike, t_x_days: npt.ArrayLike, age_days: npt.ArrayLike) -> DistinctTuples:
    """Group customers by their purchase history.

    One element per customer in, whole numbers: repeat purchase days, days from the first to the last purchase, days from
    the first purchase to the cut-off. The three are packed into one 64-bit key, so one sort does the grouping.

    Raises `UnableToCompress` when a history is impossible.
    """
    keys = _packed(_whole(x), _whole(t_x_days), _whole(age_days))
    order = np.argsort(keys)
    ordered = keys[order]
    is_first = np.ones(len(keys), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    inverse = np.empty(len(keys), dtype=np.int64)
    inverse[order] = np.cumsum(is_first) - 1
    distinct = ordered[starts]
    return DistinctTuples(
        x=distinct >> (2 * DAY_BITS),
        t_x_days=(distinct >> DAY_BITS) & MAX_DAYS,
        age_days=distinct & MAX_DAYS,
        weights=np.diff(starts, append=len(keys)),
        inverse=inverse,
    )


def _whole(values: npt.ArrayLike) -> Ints:
    array = np.asarray(values)
    whole = array.astype(np.int64)
    if array.dtype.kind == "f" and not np.array_equal(whole, array):
        raise UnableToCompress("histories are counted in whole purchases and whole days")
    return whole


def _packed(x: Ints, t_x: Ints, age: Ints) -> Ints:
    if not len(x) == len(t_x) == len(age):
        raise UnableToCompress(f"histories of different lengths: {len(x)}, {len(t_x)}, {len(age)}")
    if len(x) and (min(x.min(), t_x.min()) < 0 or age.max() > MAX_DAYS or x.max() > MAX_FREQUENCY):
        raise UnableToCompress("a history is negative or longer than can be packed")
    if np.any(t_x > age):
        raise UnableToCompress("a last purchase is later than the cut-off")
    return (x << (2 * DAY_BITS)) | (t_x << DAY_BITS) | age
