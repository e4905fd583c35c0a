"""What the coming days are expected to bring, and the two outlooks that need no model.

A model that does not beat them is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lazo.analytics.tuples import Floats, Ints


class NaiveMethod(StrEnum):
    """How an outlook without a model is made."""

    SAME_RATE = "same_rate"
    SAME_WINDOW = "same_window"


@dataclass(frozen=True, slots=True)
class Outlook:
    """Purchase days and money (minor units) of some coming days, one element per customer."""

    purchases: Floats
    money: Floats


def same_rate(x: Ints, age_days: Ints, mean: Floats, *, days: float) -> Outlook:
    """Everyone goes on at the own rate: x / T purchase days per day, each worth the own mean.

    A customer without repeats, or of today, is expected to buy nothing. `mean` is NaN without repeats.
    """
    purchases = np.where(age_days > 0, x / np.maximum(age_days, 1), 0.0) * days
    return Outlook(purchases=purchases, money=purchases * np.where((x > 0) & np.isfinite(mean), mean, 0.0))


def same_window(purchases: Ints, money: Ints) -> Outlook:
    """Everyone repeats what the time of equal length before the cut-off brought: these purchase days and this money."""
    return Outlook(purchases=purchases.astype(np.float64), money=money.astype(np.float64))
