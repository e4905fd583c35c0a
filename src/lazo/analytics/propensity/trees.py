"""Boosted shallow trees as plain arrays: what they say of a case, and how much of it each column brought.

A tree of three levels asks at most seven yes-no questions, so it is a table of 128 answers; the share of each question in each
answer is worked out once per tree (Shapley values over the columns it asks about), and to explain a million cases is to look them up.
No pickled code is kept: a model is its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.tuples import Floats, Ints

LEVELS = 3
QUESTIONS = 2**LEVELS - 1
LEAVES = 2**LEVELS


@dataclass(frozen=True, slots=True)
class Trees:
    """`base` and the trees' answers add up to the log of the odds.

    Per tree, in the order of a full binary tree of three levels: `feature` (-1: no question, go left), `threshold` (left when the
    value is at most this), `missing_left`, and of the eight leaves `value` (log-odds) and `weight` (cases of the training there).
    """

    base: float
    feature: NDArray[np.int32]
    threshold: Floats
    missing_left: NDArray[np.bool_]
    value: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.feature)

    def first(self, count: int) -> Trees:
        """The model as it was after `count` trees."""
        return Trees(
            self.base,
            self.feature[:count],
            self.threshold[:count],
            self.missing_left[:count],
            self.value[:count],
            self.weight[:count],
        )

    def answers(self, cases: Floats) -> Floats:
        """The log of the odds of each case (row of features, NaN where missing)."""
        total = np.full(len(cases), self.base)
        for tree in range(len(self)):
            total += self.value[tree, _leaf(self._code(tree, cases))]
        return total

    def staged(self, cases: Floats) -> Floats:
        """The log of the odds after each tree: one row per tree."""
        steps = np.stack([self.value[tree, _leaf(self._code(tree, cases))] for tree in range(len(self))])
        return np.asarray(self.base + np.cumsum(steps, axis=0))

    def shares(self, cases: Floats, columns: Ints) -> tuple[float, Floats]:
        """What each column brings to each case's log of the odds: exact and additive.

        `columns` says to which column each feature belongs. Returns the starting point (the mean answer over the training cases)
        and an array (cases, columns) whose rows, added to it, give `answers`. Shapley values (Shapley 1953) of the game in which an
        unknown column is averaged by the training cases on either side of its question (Lundberg et al. 2020, path-dependent), with
        all features of a column known or unknown together.
        """
        found = np.zeros((len(cases), int(columns.max(initial=-1)) + 1))
        start = self.base
        for tree in range(len(self)):
            asked = np.where(self.feature[tree] >= 0, columns[self.feature[tree]], -1)
            players = np.unique(asked[asked >= 0])
            mean, table = _share_table(asked, players, self.value[tree], self.weight[tree])
            start += mean
            code = self._code(tree, cases)
            for place, column in enumerate(players):
                found[:, column] += table[place, code]
        return start, found

    def _code(self, tree: int, cases: Floats) -> NDArray[np.int64]:
        """The seven answers of each case as bits: 1 is to the right."""
        code = np.zeros(len(cases), dtype=np.int64)
        for question in range(QUESTIONS):
            feature = self.feature[tree, question]
            if feature < 0:
                continue
            values = cases[:, feature]
            right = values > self.threshold[tree, question]
            if not self.missing_left[tree, question]:
                right |= np.isnan(values)
            code |= right.astype(np.int64) << question
        return code

    def as_json(self) -> dict[str, Any]:
        """Numbers only."""
        return {
            "base": self.base,
            "feature": self.feature.tolist(),
            "threshold": [[None if np.isinf(one) else one for one in row] for row in self.threshold.tolist()],
            "missing_left": self.missing_left.astype(int).tolist(),
            "value": self.value.tolist(),
            "weight": self.weight.tolist(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Trees:
        """What `as_json` gave."""
        threshold = [[np.inf if one is None else one for one in row] for row in kept["threshold"]]
        return cls(
            base=float(kept["base"]),
            feature=np.array(kept["feature"], dtype=np.int32).reshape(-1, QUESTIONS),
            threshold=np.array(threshold, dtype=np.float64).reshape(-1, QUESTIONS),
            missing_left=np.array(kept["missing_left"], dtype=np.bool_).reshape(-1, QUESTIONS),
            value=np.array(kept["value"], dtype=np.float64).reshape(-1, LEAVES),
            weight=np.array(kept["weight"], dtype=np.float64).reshape(-1, LEAVES),
        )


def _leaf_table() -> NDArray[np.int64]:
    """The leaf to which each of the 128 codes leads."""
    leaves = np.zeros(2**QUESTIONS, dtype=np.int64)
    for code in range(2**QUESTIONS):
        node = 0
        while node < QUESTIONS:
            node = 2 * node + 1 + (code >> node & 1)
        leaves[code] = node - QUESTIONS
    return leaves


LEAF_OF_CODE = _leaf_table()


def _leaf(code: NDArray[np.int64]) -> NDArray[np.int64]:
    return LEAF_OF_CODE[code]


def _share_table(asked: Ints, players: Ints, value: Floats, weight: Floats) -> tuple[float, Floats]:
    """The mean answer of a tree, and the part of each player in each of its 128 answers."""
    count = len(players)
    known = _expectations(asked, players, value, weight)
    table = np.zeros((count, 2**QUESTIONS))
    sizes = np.array([subset.bit_count() for subset in range(2**count)])
    factor = _shapley_factors(count)
    for place in range(count):
        without = np.array([s for s in range(2**count) if not s >> place & 1], dtype=np.int64)
        gains = known[without | (1 << place)] - known[without]
        table[place] = factor[sizes[without]] @ gains
    return float(known[0, 0]), table


def _shapley_factors(count: int) -> Floats:
    """|S|! (n-|S|-1)! / n! by the size of S."""
    from math import factorial

    return np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])


def _expectations(asked: Ints, players: Ints, value: Floats, weight: Floats) -> Floats:
    """For every set of known players (row) and every code (column) the mean answer of the tree."""
    codes = np.arange(2**QUESTIONS)
    bits = (codes[None, :] >> np.arange(QUESTIONS)[:, None]) & 1
    subsets = np.arange(2 ** len(players))
    place_of = {int(column): place for place, column in enumerate(players)}
    worth: list[Any] = [None] * (QUESTIONS + LEAVES)
    mass = np.concatenate((np.zeros(QUESTIONS), weight))
    for leaf in range(LEAVES):
        worth[QUESTIONS + leaf] = np.full((len(subsets), len(codes)), value[leaf])
    for node in range(QUESTIONS - 1, -1, -1):
        left, right = 2 * node + 1, 2 * node + 2
        mass[node] = mass[left] + mass[right]
        if asked[node] < 0:
            worth[node] = worth[left]
            continue
        to_right = mass[right] / mass[node] if mass[node] else 0.5
        mixed = (1 - to_right) * worth[left] + to_right * worth[right]
        followed = np.where(bits[node][None, :] == 1, worth[right], worth[left])
        is_known = (subsets >> place_of[int(asked[node])] & 1)[:, None] == 1
        worth[node] = np.where(is_known, followed, mixed)
    return np.asarray(worth[0])


def joined(parts: Sequence[Trees]) -> Trees:
    """The mean of several models, as one."""
    share = 1 / len(parts)
    return Trees(
        base=float(np.mean([part.base for part in parts])),
        feature=np.concatenate([part.feature for part in parts]),
        threshold=np.concatenate([part.threshold for part in parts]),
        missing_left=np.concatenate([part.missing_left for part in parts]),
        value=np.concatenate([part.value for part in parts]) * share,
        weight=np.concatenate([part.weight for part in parts]),
    )
