"""Recency, frequency and money by rank over arrays: the cell of `rfm.rfm_scores` as one number."""

from __future__ import annotations

import numpy as np

from lazo.analytics.arrays.facts import Facts
from lazo.analytics.arrays.ranks import share_at_most
from lazo.analytics.rfm import CELL_CUSTOMERS, COARSE, FINE
from lazo.analytics.tuples import Ints


def rfm_numbers(facts: Facts) -> Ints:
    """The three digits of each customer, recency first: 111 to 555, or to 333 in a small base."""
    parts = FINE if len(facts) >= CELL_CUSTOMERS * FINE**3 else COARSE
    value = facts.margin_total if facts.has_margin.all() else facts.money_total
    digits = [share_at_most(values, parts=parts) for values in (facts.last_day, facts.n_days, value)]
    return 100 * digits[0] + 10 * digits[1] + digits[2] if len(facts) else np.zeros(0, dtype=np.int64)
