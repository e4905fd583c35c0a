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


def agreement(found: NDArray[np.int64], truth: NDArray[np.int64]) -> Agreement:
    """`found` and `truth` say of each record, by a number, in which cluster it is."""
    ours, theirs = _dense(found), _dense(truth)
    together, wanted, right = _pairs(ours), _pairs(theirs), _pairs(_dense(ours * (len(theirs) + 1) + theirs))
    return Agreement(right / together if together else 1.0, right / wanted if wanted else 1.0)


def numbered(labels: Sequence[Hashable]) -> NDArray[np.int64]:
    """Labels of any kind as numbers, equal ones alike."""
    if labels and isinstance(labels[0], int):
        return np.fromiter(labels, np.int64, len(labels))
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    return np.fromiter(map(numbers.__getitem__, labels), np.int64, len(labels))


def _dense(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)


def _pairs(labels: NDArray[np.int64]) -> int:
    counts = np.bincount(labels).astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())
