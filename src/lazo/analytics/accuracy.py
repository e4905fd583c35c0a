"""How near a forecast came to what happened: in total, customer by customer, in order, and among the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lazo.analytics.tuples import Floats

TOP_SHARE = 0.20


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One forecast against what happened.

    `bias` is predicted / actual - 1, null when nothing happened. `mae` is the mean absolute error per customer.
    `correlation` (Pearson) and `rank_correlation` (Spearman, ties share the mean rank) are null when a side is constant.
    """

    predicted: float
    actual: float
    bias: float | None
    mae: float
    correlation: float | None
    rank_correlation: float | None

    @classmethod
    def of(cls, predicted: Floats, actual: Floats) -> Accuracy:
        """Compare two columns, one element per customer each."""
        total, happened = float(predicted.sum()), float(actual.sum())
        return cls(
            predicted=total,
            actual=happened,
            bias=total / happened - 1 if happened > 0 else None,
            mae=float(np.abs(predicted - actual).mean()) if len(actual) else 0.0,
            correlation=correlation(predicted, actual),
            rank_correlation=correlation(ranks(predicted), ranks(actual)),
        )


@dataclass(frozen=True, slots=True)
class Capture:
    """Share of the money of the held-back time that came from the best 20 % of customers, by three orders.

    `model`: by predicted money (null without a model); `past`: by money until the cut-off; `oracle`: by what happened;
    `repaired`: by the repaired forecast (null where none was needed).
    """

    model: float | None
    past: float | None
    oracle: float | None
    repaired: float | None = None


def captured(order: Floats, money: Floats) -> float | None:
    """Share of `money` held by the 20 % with the highest `order`; equals keep the order they came in. Null of nothing."""
    total = float(money.sum())
    if total <= 0:
        return None
    best = np.argsort(-order, kind="stable")[: int(np.ceil(TOP_SHARE * len(order)))]
    return float(money[best].sum()) / total


def correlation(left: Floats, right: Floats) -> float | None:
    """Pearson's correlation, null when a side is constant or empty."""
    if len(left) == 0 or np.ptp(left) == 0 or np.ptp(right) == 0:
        return None
    left, right = left - left.mean(), right - right.mean()
    return float((left * right).sum() / np.sqrt((left**2).sum() * (right**2).sum()))


def ranks(values: Floats) -> Floats:
    """Ranks from 1, equals share their mean rank."""
    _, index, counts = np.unique(values, return_inverse=True, return_counts=True)
    shared: Floats = np.cumsum(counts) - (counts - 1) / 2
    return shared[index]


def is_worse(errors: Floats, than: Floats) -> bool:
    """Are these absolute errors larger than those, by more than chance explains (paired, one-sided, 90 %)?"""
    gap = errors - than
    if len(gap) < 2:
        return False
    return bool(gap.mean() > 1.2816 * gap.std(ddof=1) / np.sqrt(len(gap)))
