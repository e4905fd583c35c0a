"""How well clusters agree with the truth, by pairs."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Agreement:
    """Of the pairs put together, the share that belongs together; of those that belong together, the share put together."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


def agreement(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Agreement:
    """`found` and `truth` say of each record in which cluster it is."""
    ours, theirs = _numbered(found), _numbered(truth)
    together, wanted, right = _pairs(ours), _pairs(theirs), _pairs(ours * (len(theirs) + 1) + theirs)
    return Agreement(right / together if together else 1.0, right / wanted if wanted else 1.0)


def _numbered(labels: Sequence[Hashable]) -> NDArray[np.int64]:
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    return np.fromiter(map(numbers.__getitem__, labels), np.int64, len(labels))


def _pairs(labels: NDArray[np.int64]) -> int:
    counts = np.unique(labels, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())
