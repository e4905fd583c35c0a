"""A set of row ids as sorted ranges without overlap: what changed, in few numbers however many rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Ranges this near to each other are read as one: a few rows read again cost less than another look-up.
NEIGHBOURHOOD = 64


@dataclass(frozen=True)
class IdRanges:
    """Ranges (first, last), both included, in order, none touching the next."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int]], *, neighbourhood: int = NEIGHBOURHOOD) -> Self:
        """Sort and merge; two ranges with fewer than `neighbourhood` ids between them become one."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + neighbourhood:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        return cls(tuple(merged))

    @classmethod
    def of_ids(cls, ids: NDArray[np.int64]) -> Self:
        """Ranges that hold all of `ids`, and their near neighbours."""
        if not len(ids):
            return cls()
        ordered = np.unique(ids)
        breaks = np.flatnonzero(np.diff(ordered) > NEIGHBOURHOOD)
        firsts = ordered[np.concatenate(([0], breaks + 1))]
        lasts = ordered[np.concatenate((breaks, [len(ordered) - 1]))]
        return cls(tuple(zip(firsts.tolist(), lasts.tolist(), strict=True)))

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.ranges)

    def __or__(self, other: "IdRanges") -> "IdRanges":
        return IdRanges.of([*self.ranges, *other.ranges])

    def up_to(self, ceiling: int) -> "IdRanges":
        """The ids that are at most `ceiling`."""
        return IdRanges(tuple((first, min(last, ceiling)) for first, last in self.ranges if first <= ceiling))

    def touches(self, first: int, last: int) -> bool:
        """Whether one of the ids first..last may be in the set."""
        place = int(np.searchsorted(self._bounds[:, 0], last, side="right")) - 1
        return place >= 0 and bool(self._bounds[place, 1] >= first)

    @cached_property
    def _bounds(self) -> NDArray[np.int64]:
        return np.array(self.ranges, dtype=np.int64).reshape(-1, 2)

    def holds(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of `ids`, whether it is in the set."""
        if not self.ranges:
            return np.zeros(len(ids), dtype=np.bool_)
        place = np.searchsorted(self._bounds[:, 0], ids, side="right") - 1
        inside: NDArray[np.bool_] = (place >= 0) & (ids <= self._bounds[place, 1])
        return inside
