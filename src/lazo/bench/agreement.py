"""How well clusters agree with the truth, by pairs."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


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
    together, wanted, right = _pairs(found), _pairs(truth), _pairs(list(zip(found, truth, strict=True)))
    return Agreement(right / together if together else 1.0, right / wanted if wanted else 1.0)


def _pairs(labels: Sequence[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())
