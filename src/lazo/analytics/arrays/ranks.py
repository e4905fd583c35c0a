"""Ranks of arrays by whole numbers: the numbers of `ranks`, and of the engine's own rank functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.members import Flags
from lazo.analytics.tuples import Floats, Ints


def share_at_most(values: NDArray[np.generic], *, parts: int) -> Ints:
    """1 to `parts`: the smallest k such that k/parts of the elements are at most this value; ties share the higher one."""
    n = len(values)
    at_most = _at_most(values)
    return (parts * at_most + n - 1) // max(n, 1)


def percent_rank(values: NDArray[np.generic], group: Ints | None = None) -> Floats:
    """(rank - 1) / (n - 1) within each group, ties share the lower rank; 0 for one alone."""
    if group is None:
        group = np.zeros(len(values), dtype=np.int64)
    order = np.lexsort((values, group))
    value, of = values[order], group[order]
    opens = _changes(of)
    start = np.maximum.accumulate(np.where(opens, np.arange(len(of)), 0))
    is_new = opens | _changes(value)
    rank = np.maximum.accumulate(np.where(is_new, np.arange(len(of)), 0)) - start
    others = (np.bincount(group)[of] if len(of) else of) - 1
    ranks = np.empty(len(values), dtype=np.float64)
    ranks[order] = np.where(others > 0, rank / np.maximum(others, 1), 0.0)
    return ranks


def nearest_rank(values: NDArray[np.generic], *, percent: int) -> int | None:
    """The least value that at least `percent` % of the elements do not exceed; null of nothing."""
    if not len(values):
        return None
    place = _place(len(values), percent)
    return int(np.partition(values, place)[place])


@dataclass(frozen=True, slots=True)
class ByGroup:
    """One value a group, and how many elements each group has."""

    value: NDArray[np.generic]
    n: Ints


def nearest_ranks(ordered: NDArray[np.generic], group: Ints, *, percent: int) -> ByGroup:
    """`nearest_rank` in each group 0.. of `ordered`, whose values grow; 0 of an empty group."""
    by_group, start, n = grouped(ordered, group)
    place = start + np.maximum(1, n - n * (100 - percent) // 100) - 1
    return ByGroup(_taken(by_group, place), n)


def medians(ordered: Floats, group: Ints) -> ByGroup:
    """The median of each group 0.. of `ordered`, whose values grow; 0 of an empty group."""
    by_group, start, n = grouped(ordered, group)
    last = np.maximum(n - 1, 0)
    low, high = (_taken(by_group, start + turn).astype(np.float64) for turn in (last // 2, np.minimum(n // 2, last)))
    return ByGroup((low + high) / 2, n)


def first_part(values: Ints, *, parts: int) -> Flags:
    """The first 1/parts of the elements by value, rounded up; ties in the order they came in."""
    chosen = np.zeros(len(values), dtype=np.bool_)
    chosen[np.argsort(-values, kind="stable")[: -(-len(values) // parts)]] = True
    return chosen


def _at_most(values: NDArray[np.generic]) -> Ints:
    """How many elements are at most each value."""
    order = np.argsort(values)
    closes = np.append(_changes(values[order])[1:], np.ones(min(len(values), 1), dtype=np.bool_))
    ends = np.flatnonzero(closes) + 1
    counts = np.empty(len(values), dtype=np.int64)
    counts[order] = np.repeat(ends, np.diff(ends, prepend=0))
    return counts


def _changes(ordered: NDArray[np.generic]) -> Flags:
    """Where a value differs from the one before; the first does."""
    changes = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    return changes


def grouped(ordered: NDArray[np.generic], group: Ints) -> tuple[NDArray[np.generic], Ints, Ints]:
    """Values by group, still growing inside; where each group starts and how many it has."""
    n = np.bincount(group)
    small = group.astype(np.uint16) if len(n) < 1 << 16 else group  # sorting 16-bit numbers is a counting sort
    order = np.argsort(small, kind="stable")
    return ordered[order], np.cumsum(n) - n, n


def _taken(values: NDArray[np.generic], place: Ints) -> NDArray[np.generic]:
    return values[np.minimum(place, max(len(values) - 1, 0))] if len(values) else np.zeros(len(place), values.dtype)


def _place(n: int, percent: int) -> int:
    return max(1, n - n * (100 - percent) // 100) - 1
